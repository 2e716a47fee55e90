// Time words: measured times as checks show and compare them. It reads no clock.
#pragma once

#include <string>

#include "base/clock.h"

namespace jobrig::judge {

/// Rounded to milliseconds (`1s4ms`), to microseconds below one: what is measured over sockets is no finer.
std::string shown_time(base::Duration time);

inline base::Duration between(base::Monotonic from, base::Monotonic to) {
  return std::chrono::duration_cast<base::Duration>(to - from);
}

}  // namespace jobrig::judge
