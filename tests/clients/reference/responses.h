// Responses: converts the body of a success into the result for the caller. A body that may not be what was requested
// is a Failure. It does not read from connections.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "clients/reference/call.h"
#include "clients/reference/http_reader.h"
#include "clients/reference/policy.h"

namespace jobrig::reference {

/// Throws Failure (decoding, or service for an error with a success status).
nlohmann::json read_response(const Call& call, const HttpAnswer& answer, const Policy& policy);

}  // namespace jobrig::reference
