// TimerQueue: who is woken, in which order, and who is not. Moments are long past or hours ahead, so that no test
// waits for one.
#include "serve/timer_queue.h"

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "support/catch.h"

using namespace jobrig::serve;
using jobrig::base::Monotonic;

namespace {

/// The n-th moment since the machine was started: all of them are due.
Monotonic past(int n) { return Monotonic(std::chrono::milliseconds(n)); }
Monotonic far_ahead() { return std::chrono::steady_clock::now() + std::chrono::hours(1); }

struct Night;

/// Notes that it was woken.
class Noted final : public Waiter {
 public:
  Noted(int number, Night& night) : number_(number), night_(night) {}
  void on_time() noexcept override;
  std::function<void()> then;

 private:
  int number_;
  Night& night_;
};

struct Night {
  jobrig::base::EventLoop loop;
  TimerQueue timers{loop};
  std::vector<int> woken;
  std::size_t expected = 0;

  std::shared_ptr<Noted> waiter(int number) { return std::make_shared<Noted>(number, *this); }
  /// Until so many have been woken in all.
  void run_until(std::size_t count) {
    expected = count;
    loop.run();
  }
};

void Noted::on_time() noexcept {
  night_.woken.push_back(number_);
  if (then) {
    then();
  }
  if (night_.woken.size() == night_.expected) {
    night_.loop.stop();
  }
}

}  // namespace

TEST_CASE("alarms ring for the earliest first in whatever order they were set", "[serve]") {
  Night night;
  for (const int number : {5, 2, 8, 1, 9, 3, 7, 4, 6}) {
    night.timers.set(past(number), night.waiter(number));
  }
  night.run_until(9);
  CHECK(night.woken == std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8, 9});
}

TEST_CASE("an alarm that is not due keeps its sleeper alive and asleep until it is cancelled", "[serve]") {
  Night night;
  std::weak_ptr<Noted> sleeping;
  {
    const auto waiter = night.waiter(1);
    sleeping = waiter;
    night.timers.set(far_ahead(), waiter);
  }
  night.timers.set(past(2), night.waiter(2));
  night.run_until(1);
  CHECK(night.woken == std::vector<int>{2});
  REQUIRE_FALSE(sleeping.expired());
  night.timers.cancel(*sleeping.lock());
  CHECK(sleeping.expired());
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
  night.run_until(4);
  CHECK(night.woken == std::vector<int>{2, 3, 5, 6});
}

TEST_CASE("a sleeper waits for one moment at a time and the last one set counts", "[serve]") {
  Night night;
  const auto waiter = night.waiter(1);
  night.timers.set(past(1), waiter);
  night.timers.set(far_ahead(), waiter);
  night.timers.set(past(2), night.waiter(2));
  night.run_until(1);
  CHECK(night.woken == std::vector<int>{2});
  night.timers.set(past(1), waiter);
  night.run_until(2);
  CHECK(night.woken == std::vector<int>{2, 1});
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
  night.run_until(3);
  CHECK(night.woken == std::vector<int>{1, 1, 1});
}

// What a sleeper throws would silence those behind it: it must not throw.
static_assert(noexcept(std::declval<Waiter&>().on_time()));
