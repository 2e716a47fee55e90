// MovableClock: the system clocks plus an offset for each that a test can increase. A server measures deadlines with
// the monotonic clock. Timers use the real clock: they do not expire earlier when the offset grows.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "base/clock.h"

namespace jobrig::test {

/// Thread-safe.
class MovableClock final : public base::Clock {
 public:
  [[nodiscard]] base::Instant civil() const override { return machine_.civil() + base::Duration(civil_ahead_.load()); }
  [[nodiscard]] base::Monotonic monotonic() const override {
    return machine_.monotonic() + base::Duration(monotonic_ahead_.load());
  }
  [[nodiscard]] std::unique_ptr<base::ChangeSignal::Watch> on_change(std::function<void()> wake) const override {
    return changed_.watch(std::move(wake));
  }
  void move_civil(base::Duration by) {
    civil_ahead_ += by.count();
    changed_.notify();
  }
  void move_monotonic(base::Duration by) { monotonic_ahead_ += by.count(); }

 private:
  base::SystemClock machine_;
  mutable base::ChangeSignal changed_;
  std::atomic<base::Duration::rep> civil_ahead_{0};
  std::atomic<base::Duration::rep> monotonic_ahead_{0};
};

}  // namespace jobrig::test
