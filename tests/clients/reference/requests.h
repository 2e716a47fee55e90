// Requests: from a call of an operation to the request that says it, and the request's bytes.
#pragma once

#include <string>

#include "clients/reference/call.h"
#include "clients/reference/policy.h"
#include "clients/reference/signing.h"

namespace jobrig::reference {

/// Throws Failure (validation) when the documented constraints forbid the call.
HttpRequest make_request(const Call& call, const Policy& policy);

/// The request with its head as it goes out; `attempt` of `attempts` of the invocation.
std::string render(HttpRequest request, const Call& call, const std::string& invocation, int attempt, int attempts,
                   const RequestPolicy& policy);

}  // namespace jobrig::reference
