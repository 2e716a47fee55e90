// Alarms: who is woken, in which order, and who is not. Moments are long past or hours ahead, so that no test waits.
#include "serve/alarms.h"

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <vector>

#include "support/catch.h"

using namespace jobrig::serve;
using jobrig::base::Monotonic;

namespace {

/// The n-th moment since the machine was started: all of them are due.
Monotonic past(int n) { return Monotonic(std::chrono::milliseconds(n)); }
Monotonic far_ahead() { return std::chrono::steady_clock::now() + std::chrono::hours(1); }

/// Notes in `woken` that it was.
class Noted final : public Sleeper {
 public:
  Noted(int number, std::vector<int>& woken) : number_(number), woken_(woken) {}
  void on_time() override {
    woken_.push_back(number_);
    if (then) {
      then();
    }
  }
  std::function<void()> then;

 private:
  int number_;
  std::vector<int>& woken_;
};

struct Night {
  asio::io_context context{1};
  Alarms alarms{context};
  std::vector<int> woken;

  std::shared_ptr<Noted> sleeper(int number) { return std::make_shared<Noted>(number, woken); }
};

}  // namespace

TEST_CASE("alarms ring for the earliest first in whatever order they were set", "[serve]") {
  Night night;
  for (const int number : {5, 2, 8, 1, 9, 3, 7, 4, 6}) {
    night.alarms.set(past(number), night.sleeper(number));
  }
  night.context.run();
  CHECK(night.woken == std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8, 9});
}

TEST_CASE("an alarm that is not due keeps its sleeper alive and asleep until it is stopped", "[serve]") {
  Night night;
  std::weak_ptr<Noted> sleeping;
  {
    const auto sleeper = night.sleeper(1);
    sleeping = sleeper;
    night.alarms.set(far_ahead(), sleeper);
  }
  night.alarms.set(past(2), night.sleeper(2));
  night.context.poll();
  CHECK(night.woken == std::vector<int>{2});
  CHECK_FALSE(sleeping.expired());
  night.alarms.stop();
  night.context.restart();
  night.context.run();  // returns: nothing keeps it running
  CHECK(night.woken == std::vector<int>{2});
}

TEST_CASE("a cancelled sleeper is let go and the others still ring", "[serve]") {
  Night night;
  std::vector<std::shared_ptr<Noted>> sleepers;
  for (int number = 1; number <= 6; ++number) {
    sleepers.push_back(night.sleeper(number));
    night.alarms.set(past(number), sleepers.back());
  }
  night.alarms.cancel(*sleepers[0]);
  night.alarms.cancel(*sleepers[3]);
  night.alarms.cancel(*sleepers[3]);  // waits for nothing any more
  CHECK(sleepers[0].use_count() == 1);
  CHECK(sleepers[3].use_count() == 1);
  night.context.run();
  CHECK(night.woken == std::vector<int>{2, 3, 5, 6});
}

TEST_CASE("a sleeper waits for one moment at a time and the last one set counts", "[serve]") {
  Night night;
  const auto sleeper = night.sleeper(1);
  night.alarms.set(past(1), sleeper);
  night.alarms.set(far_ahead(), sleeper);
  night.context.poll();
  CHECK(night.woken.empty());
  night.alarms.set(past(1), sleeper);
  night.context.restart();
  night.context.run();
  CHECK(night.woken == std::vector<int>{1});
  CHECK(sleeper.use_count() == 1);
}

TEST_CASE("a sleeper may set its next alarm while it is woken", "[serve]") {
  Night night;
  const auto sleeper = night.sleeper(1);
  sleeper->then = [&night, &sleeper, left = 3]() mutable {
    if (--left > 0) {
      night.alarms.set(past(1), sleeper);
    }
  };
  night.alarms.set(past(1), sleeper);
  night.context.run();
  CHECK(night.woken == std::vector<int>{1, 1, 1});
}

TEST_CASE("a sleeper that throws does not silence those behind it", "[serve]") {
  Night night;
  const auto thrower = night.sleeper(1);
  thrower->then = [] { throw std::runtime_error("a bad dream"); };
  night.alarms.set(past(1), thrower);
  night.alarms.set(past(2), night.sleeper(2));
  CHECK_THROWS_AS(night.context.run(), std::runtime_error);
  CHECK(night.woken == std::vector<int>{1});
  night.context.run();
  CHECK(night.woken == std::vector<int>{1, 2});
}
