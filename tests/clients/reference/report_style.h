// Report style: the same response as other clients report it: typed values for absent members, other notations of
// numbers. All styles are correct. It does not know the response's bytes.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "clients/reference/policy.h"

namespace jobrig::reference {

/// Rewrites every execution in the response.
void apply(const ReportStyle& style, nlohmann::json& response);

}  // namespace jobrig::reference
