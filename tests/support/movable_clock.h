// MovableClock: the machine's clocks, which a test can also move ahead, each by itself. Its monotonic clock is what a
// server measures deadlines by; timers go by the machine's: what waits for one while the clock is ahead waits longer.
#pragma once

#include <atomic>

#include "base/clock.h"

namespace jobrig::test {

/// Thread-safe.
class MovableClock final : public base::Clock {
 public:
  [[nodiscard]] base::Instant civil() const override { return machine_.civil() + base::Duration(civil_ahead_.load()); }
  [[nodiscard]] base::Monotonic monotonic() const override {
    return machine_.monotonic() + base::Duration(monotonic_ahead_.load());
  }
  void move_civil(base::Duration by) { civil_ahead_ += by.count(); }
  void move_monotonic(base::Duration by) { monotonic_ahead_ += by.count(); }

 private:
  base::SystemClock machine_;
  std::atomic<base::Duration::rep> civil_ahead_{0};
  std::atomic<base::Duration::rep> monotonic_ahead_{0};
};

}  // namespace jobrig::test
