// Deadline: a point in time on the machine's clock by which an operation must be complete. It does not wait.
#pragma once

#include <algorithm>
#include <chrono>

#include "clients/reference/policy.h"

namespace jobrig::reference {

using Moment = std::chrono::steady_clock::time_point;

inline Moment now() { return std::chrono::steady_clock::now(); }
inline Moment in(Milliseconds time) { return now() + time; }
inline Milliseconds left(Moment deadline) {
  constexpr Milliseconds kMax = std::chrono::hours(24);  // limit of the timeout of poll(2)
  return std::clamp(deadline == Moment::max() ? kMax : std::chrono::ceil<Milliseconds>(deadline - now()),
                    Milliseconds(0), kMax);
}

}  // namespace jobrig::reference
