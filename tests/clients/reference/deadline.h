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
  return std::max(Milliseconds(0), std::chrono::ceil<Milliseconds>(deadline - now()));
}

}  // namespace jobrig::reference
