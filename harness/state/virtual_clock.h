// VirtualClock: the civil time of a scenario: the monotonic clock of the machine, scaled by a rate and moved to the
// start of the scenario. It notifies observers of jumps and new rates. It has no timers and does not affect delays on
// the wire.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "base/change_signal.h"
#include "base/clock.h"
#include "model/scenario.h"

namespace jobrig::state {

/// Thread-safe and monotonic: a read never returns an earlier time than a read that ended before it, even if the rate
/// changes in between. Reads take no lock (a sequence lock over three words), because every request reads the clock.
/// Borrows the clock, which must outlive it.
class VirtualClock {
 public:
  /// Starts at `settings.start`, or at the current civil time plus `settings.skew`, and runs at `settings.rate`.
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
  [[nodiscard]] double rate() const { return read().course.rate; }
  /// Releases all waits in this time: waiting clocks (hosting/scenario_clock.h) treat it as over. The time itself goes
  /// on, for requests that are being answered.
  void end();
  [[nodiscard]] bool has_ended() const { return has_ended_.load(std::memory_order_acquire); }

  /// As in base::Clock.
  [[nodiscard]] base::Monotonic when(base::Instant moment) const;
  [[nodiscard]] std::unique_ptr<base::ChangeSignal::Watch> on_change(std::function<void()> wake) const {
    return changed_.watch(std::move(wake));
  }

 private:
  // At the monotonic time `anchor` (ns) the virtual time was `at` (us). Since then it has run at `rate`.
  struct Course {
    std::int64_t anchor;
    std::int64_t at;
    double rate;
  };

  /// The course and a monotonic time at which it was valid.
  struct Reading {
    Course course;
    std::int64_t moment;
  };

  [[nodiscard]] Reading read() const;
  /// Replaces the course. `next` maps the current time and rate to the new ones.
  template <typename Next>
  void change(Next next);
  [[nodiscard]] static base::Instant on(const Course& course, std::int64_t moment);

  const base::Clock& clock_;
  base::Instant start_;
  mutable base::ChangeSignal changed_;
  std::mutex writing_;                      // allows one writer at a time
  std::atomic<std::uint64_t> sequence_{0};  // odd while a write is in progress
  std::atomic<std::int64_t> anchor_;
  std::atomic<std::int64_t> at_;
  std::atomic<double> rate_;
  std::atomic<bool> has_ended_{false};
};

}  // namespace jobrig::state
