// Retry policy: decides whether a failed attempt is retried, and after which wait. It makes no calls and reads no
// clock.
#pragma once

#include <optional>
#include <random>

#include "clients/reference/call.h"
#include "clients/reference/policy.h"

namespace jobrig::reference {

/// Returns the wait before attempt `next` (from 2); nothing: the caller receives the failure.
std::optional<Milliseconds> wait_before(int next, const Failure& failure, const Policy& policy, std::mt19937& chance);

}  // namespace jobrig::reference
