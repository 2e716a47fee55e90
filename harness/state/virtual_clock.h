// VirtualClock: the civil time that a scenario lives in: the machine's monotonic clock, stretched by a rate and moved
// to the scenario's start. It wakes nobody up: whoever needs to know asks. Delays on the wire are not its business.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

#include "base/clock.h"
#include "model/scenario.h"

namespace jobrig::state {

/// Thread-safe. Reading takes no lock (a sequence lock over three words), so that it may be read for each request while
/// somebody moves it. Borrows the clock, which must outlive it.
class VirtualClock {
 public:
  /// Starts at `settings.start`, or at the civil time of this moment, and goes on at `settings.rate`.
  VirtualClock(const base::Clock& clock, const model::ClockSettings& settings);

  /// Virtual civil time now. Stops at the end of the year 9999.
  [[nodiscard]] base::Instant now() const;
  /// What the scenario's relative times count from; never moves.
  [[nodiscard]] base::Instant start() const { return start_; }
  /// The machine's clocks, which virtual time is made from.
  [[nodiscard]] const base::Clock& machine() const { return clock_; }
  /// Moves the time by that much at once; the rate stays. A frozen clock moves too.
  void jump(base::Duration by);
  /// Moves it on to that moment; false when that lies behind: what has happened cannot be undone.
  [[nodiscard]] bool move_to(base::Instant there);
  /// From now on it goes so fast: 0 freezes it.
  void set_rate(double rate);
  [[nodiscard]] double rate() const { return read().rate; }

 private:
  // At the monotonic moment `anchor` (ns) it was `at` (us), and since then it goes on at `rate`.
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
  std::mutex writing_;                      // one writer at a time
  std::atomic<std::uint64_t> sequence_{0};  // odd while somebody writes
  std::atomic<std::int64_t> anchor_{0};
  std::atomic<std::int64_t> at_{0};
  std::atomic<double> rate_{1};
};

}  // namespace jobrig::state
