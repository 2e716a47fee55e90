// VirtualClock: the civil time of a scenario: the monotonic clock of the machine, scaled by a rate and moved to the
// start of the scenario. It has no timers. It does not affect delays on the wire.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>

#include "base/clock.h"
#include "model/scenario.h"

namespace jobrig::state {

/// Thread-safe. Reads take no lock (a sequence lock over three words), because every request reads the clock. Borrows
/// the clock, which must outlive it.
class VirtualClock {
 public:
  /// The last moment that a scenario can name.
  static constexpr base::Instant kLatest =
      std::chrono::sys_days(std::chrono::year(9999) / 12 / 31) + std::chrono::days(1) - base::Duration(1);

  /// Starts at `settings.start`, or at the current civil time, and runs at `settings.rate`.
  VirtualClock(const base::Clock& clock, const model::ClockSettings& settings);

  /// The current virtual civil time. It stops at the end of the year 9999.
  [[nodiscard]] base::Instant now() const;
  /// The origin of the scenario's relative times; constant.
  [[nodiscard]] base::Instant start() const { return start_; }
  /// The clock of the machine, from which virtual time is derived.
  [[nodiscard]] const base::Clock& machine() const { return clock_; }
  /// Moves the time by `by`. The rate does not change. A frozen clock moves too.
  void jump(base::Duration by);
  /// Moves the time forward to `there`. Returns false if that time has passed: events cannot be undone.
  [[nodiscard]] bool move_to(base::Instant there);
  /// Sets the rate from now on; 0 freezes the clock.
  void set_rate(double rate);
  [[nodiscard]] double rate() const { return read().rate; }

 private:
  // At the monotonic time `anchor` (ns) the virtual time was `at` (us). Since then it has run at `rate`.
  struct Course {
    std::int64_t anchor;
    std::int64_t at;
    double rate;
  };

  [[nodiscard]] Course read() const;
  void write(const Course& course);
  [[nodiscard]] base::Instant on(const Course& course, base::Monotonic moment) const;

  const base::Clock& clock_;
  base::Instant start_;
  std::mutex writing_;                      // allows one writer at a time
  std::atomic<std::uint64_t> sequence_{0};  // odd while a write is in progress
  std::atomic<std::int64_t> anchor_{0};
  std::atomic<std::int64_t> at_{0};
  std::atomic<double> rate_{1};
};

}  // namespace jobrig::state
