// Hang guard: how long a test waits for what is bound to come before it calls it a hang. So generous that no verdict
// depends on the speed of the machine; it decides only how long a hang holds up the tests.
#pragma once

#include <chrono>

namespace jobrig::test {

inline constexpr std::chrono::seconds kHangGuard{90};

}  // namespace jobrig::test
