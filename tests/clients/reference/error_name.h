// Error name: what an answer says went wrong, wherever it says so.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "clients/reference/call.h"
#include "clients/reference/http_reader.h"
#include "clients/reference/policy.h"

namespace jobrig::reference {

/// The failure that an answer of 300 and above is.
Failure failure_of(const HttpAnswer& answer, const ErrorPolicy& policy);

/// The name in the members of a body, bare; empty when there is none.
std::string name_in_body(const nlohmann::json& body, const ErrorPolicy& policy);

/// Whether the documents name the error.
bool is_documented(const std::string& name);

}  // namespace jobrig::reference
