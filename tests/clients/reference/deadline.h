// Deadline: a moment on the machine's clock by which something has to be over.
#pragma once

#include <algorithm>
#include <chrono>

#include "clients/reference/policy.h"

namespace jobrig::reference {

using Moment = std::chrono::steady_clock::time_point;

inline Moment now() { return std::chrono::steady_clock::now(); }
inline Moment in(Milliseconds time) { return now() + time; }
inline Milliseconds left(Moment deadline) {
  constexpr Milliseconds kMax = std::chrono::hours(24);  // what poll(2) can count
  return std::clamp(deadline == Moment::max() ? kMax : std::chrono::ceil<Milliseconds>(deadline - now()),
                    Milliseconds(0), kMax);
}

}  // namespace jobrig::reference
