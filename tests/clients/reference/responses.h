// Responses: from the body of a success to what the caller is handed. What is not surely what was asked for is a
// Failure.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "clients/reference/call.h"
#include "clients/reference/http_reader.h"
#include "clients/reference/policy.h"

namespace jobrig::reference {

/// Throws Failure (decoding, or service for an error that came as a success).
nlohmann::json read_response(const Call& call, const HttpAnswer& answer, const Policy& policy);

}  // namespace jobrig::reference
