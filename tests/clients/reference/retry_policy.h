// Retry policy: whether a failed attempt is made again, and after how long. It makes no calls and reads no clock.
#pragma once

#include <optional>
#include <random>

#include "clients/reference/call.h"
#include "clients/reference/policy.h"

namespace jobrig::reference {

/// How long to wait before attempt `next` (from 2); nothing: the failure is handed to the caller.
std::optional<Milliseconds> wait_before(int next, const Failure& failure, const RetryPolicy& policy,
                                        std::mt19937& chance);

}  // namespace jobrig::reference
