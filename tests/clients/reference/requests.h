// Requests: converts a call of an operation into a request, and the request into bytes. It sends nothing.
#pragma once

#include <string>

#include "clients/reference/call.h"
#include "clients/reference/policy.h"
#include "clients/reference/signing.h"

namespace jobrig::reference {

/// Throws Failure (validation) if the call violates the documented constraints.
HttpRequest make_request(const Call& call, const Policy& policy);

/// Returns the request with its complete head, for this attempt of the invocation. `clock_error`: seconds that the
/// clock of the service is ahead.
std::string render(HttpRequest request, const Call& call, const std::string& invocation, int attempt, const Policy& all,
                   long clock_error);

}  // namespace jobrig::reference
