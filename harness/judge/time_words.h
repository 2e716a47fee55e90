// Time words: formats measured times for checks. It reads no clock.
#pragma once

#include <string>

#include "base/clock.h"

namespace jobrig::judge {

/// Rounded to milliseconds (`1s4ms`), or to microseconds below 1 ms: times measured over sockets are not more precise.
std::string shown_time(base::Duration time);

inline base::Duration between(base::Monotonic from, base::Monotonic to) {
  return std::chrono::duration_cast<base::Duration>(to - from);
}

}  // namespace jobrig::judge
