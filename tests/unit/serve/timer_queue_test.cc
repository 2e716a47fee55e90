// TimerQueue: who is woken, in which order, and who is not. Moments are long past or hours ahead, so that no test
// waits.
#include "serve/timer_queue.h"

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
class Noted final : public Waiter {
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
  TimerQueue timers{context};
  std::vector<int> woken;

  std::shared_ptr<Noted> waiter(int number) { return std::make_shared<Noted>(number, woken); }
};

}  // namespace

TEST_CASE("alarms ring for the earliest first in whatever order they were set", "[serve]") {
  Night night;
  for (const int number : {5, 2, 8, 1, 9, 3, 7, 4, 6}) {
    night.timers.set(past(number), night.waiter(number));
  }
  night.context.run();
  CHECK(night.woken == std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8, 9});
}

TEST_CASE("an alarm that is not due keeps its sleeper alive and asleep until it is stopped", "[serve]") {
  Night night;
  std::weak_ptr<Noted> sleeping;
  {
    const auto waiter = night.waiter(1);
    sleeping = waiter;
    night.timers.set(far_ahead(), waiter);
  }
  night.timers.set(past(2), night.waiter(2));
  night.context.poll();
  CHECK(night.woken == std::vector<int>{2});
  CHECK_FALSE(sleeping.expired());
  night.timers.stop();
  night.context.restart();
  night.context.run();  // returns: nothing keeps it running
  CHECK(night.woken == std::vector<int>{2});
}

TEST_CASE("a cancelled sleeper is let go and the others still ring", "[serve]") {
  Night night;
  std::vector<std::shared_ptr<Noted>> waiters;
  for (int number = 1; number <= 6; ++number) {
    waiters.push_back(night.waiter(number));
    night.timers.set(past(number), waiters.back());
  }
  night.timers.cancel(*waiters[0]);
  night.timers.cancel(*waiters[3]);
  night.timers.cancel(*waiters[3]);  // waits for nothing any more
  CHECK(waiters[0].use_count() == 1);
  CHECK(waiters[3].use_count() == 1);
  night.context.run();
  CHECK(night.woken == std::vector<int>{2, 3, 5, 6});
}

TEST_CASE("a sleeper waits for one moment at a time and the last one set counts", "[serve]") {
  Night night;
  const auto waiter = night.waiter(1);
  night.timers.set(past(1), waiter);
  night.timers.set(far_ahead(), waiter);
  night.context.poll();
  CHECK(night.woken.empty());
  night.timers.set(past(1), waiter);
  night.context.restart();
  night.context.run();
  CHECK(night.woken == std::vector<int>{1});
  CHECK(waiter.use_count() == 1);
}

TEST_CASE("a sleeper may set its next alarm while it is woken", "[serve]") {
  Night night;
  const auto waiter = night.waiter(1);
  waiter->then = [&night, &waiter, left = 3]() mutable {
    if (--left > 0) {
      night.timers.set(past(1), waiter);
    }
  };
  night.timers.set(past(1), waiter);
  night.context.run();
  CHECK(night.woken == std::vector<int>{1, 1, 1});
}

TEST_CASE("a sleeper that throws does not silence those behind it", "[serve]") {
  Night night;
  const auto thrower = night.waiter(1);
  thrower->then = [] { throw std::runtime_error("a bad dream"); };
  night.timers.set(past(1), thrower);
  night.timers.set(past(2), night.waiter(2));
  CHECK_THROWS_AS(night.context.run(), std::runtime_error);
  CHECK(night.woken == std::vector<int>{1});
  night.context.run();
  CHECK(night.woken == std::vector<int>{1, 2});
}
