// Clock: the source of time, injected wherever time matters. It knows no time zones and never sleeps.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "base/change_signal.h"

namespace jobrig::base {

/// A point in (real or virtual) civil time, UTC. Microseconds can represent all years that scenarios may use.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
/// A length of time. Scenarios write it as `250ms` or `7d`.
using Duration = std::chrono::microseconds;
/// A point on the monotonic clock, for delays and measurements.
using Monotonic = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;

/// The end of scenario time, at which it stops: the last moment that a scenario can name.
inline constexpr Instant kEndOfTime =
    std::chrono::sys_days(std::chrono::year(9999) / 12 / 31) + std::chrono::days(1) - Duration(1);

/// The two clocks of the machine behind one interface. Tests inject their own. Thread-safe.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant civil() const = 0;
  [[nodiscard]] virtual Monotonic monotonic() const = 0;
  /// Returns the monotonic time at which civil() reaches `moment` if the rate does not change and the clock does not
  /// jump; Monotonic::max(): never.
  [[nodiscard]] virtual Monotonic when(Instant moment) const;
  /// Calls `wake` after each jump and each change of the rate of civil(), as ChangeSignal does. Returns null if there
  /// are no such changes.
  [[nodiscard]] virtual std::unique_ptr<ChangeSignal::Watch> on_change(std::function<void()> wake) const;
};

/// The clocks of the machine.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant civil() const override {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  }
  [[nodiscard]] Monotonic monotonic() const override {
    return std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now());
  }
};

/// A clock that moves only when told to, for tests and for `explain`. Not thread-safe.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : civil_(start) {}
  void advance(Duration by) {
    civil_ += by;
    monotonic_ += by;
  }
  [[nodiscard]] Instant civil() const override { return civil_; }
  [[nodiscard]] Monotonic monotonic() const override { return monotonic_; }

 private:
  Instant civil_;
  Monotonic monotonic_{};
};

}  // namespace jobrig::base
