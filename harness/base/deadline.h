// Deadline: the sum of a time and a wait of any length. A plain `+` overflows after 292 years (the steady clock counts
// nanoseconds in 64 bits) and returns a time in the past. It reads no clock.
#pragma once

#include <chrono>
#include <ratio>

#include "base/clock.h"

namespace jobrig::base {

/// The longest wait that a command line or an admin request can set.
inline constexpr Duration kMaxWait = std::chrono::hours(24 * 365);

/// Returns `a + b`, or the end of the range if the sum overflows.
template <typename Rep, typename Period>
constexpr std::chrono::duration<Rep, Period> saturating_add(std::chrono::duration<Rep, Period> a,
                                                            std::chrono::duration<Rep, Period> b) {
  using Length = std::chrono::duration<Rep, Period>;
  if (b > Length::zero()) {
    return a > Length::max() - b ? Length::max() : a + b;
  }
  return a < Length::min() - b ? Length::min() : a + b;
}

/// Returns `now + wait`, or the last (first) time of the clock if the sum overflows.
template <typename ClockType, typename Length, typename Rep, typename Period>
constexpr std::chrono::time_point<ClockType, Length> deadline(std::chrono::time_point<ClockType, Length> now,
                                                              std::chrono::duration<Rep, Period> wait) {
  static_assert(std::ratio_less_equal_v<typename Length::period, Period>, "the clock must count as finely as the wait");
  using Wait = std::chrono::duration<Rep, Period>;
  using Moment = std::chrono::time_point<ClockType, Length>;
  const Length length = wait > std::chrono::duration_cast<Wait>(Length::max()) ? Length::max()
                        : wait < std::chrono::duration_cast<Wait>(Length::min())
                            ? Length::min()
                            : std::chrono::duration_cast<Length>(wait);
  return Moment(saturating_add(now.time_since_epoch(), length));
}

}  // namespace jobrig::base
