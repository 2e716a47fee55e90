// Error name: extracts the name of the error from a response, from any of the documented places. It does not decide
// about retries.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "clients/reference/call.h"
#include "clients/reference/http_reader.h"
#include "clients/reference/policy.h"

namespace jobrig::reference {

/// The failure for a response with status 300 or higher.
Failure failure_of(const HttpAnswer& answer, const ErrorPolicy& policy);

/// The bare name in the members of a body; empty if there is none.
std::string name_in_body(const nlohmann::json& body, const ErrorPolicy& policy);

/// Whether the error is documented.
bool is_documented(const std::string& name);

}  // namespace jobrig::reference
