// Hang guard: the time after which a test treats a wait as a hang. It is long enough that no verdict depends on the
// speed of the machine. It only limits how long a hang blocks the tests.
#pragma once

#include <chrono>

namespace jobrig::test {

inline constexpr std::chrono::seconds kHangGuard{300};

}  // namespace jobrig::test
