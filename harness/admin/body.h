// Body: the body of an admin call, JSON or YAML, as a value of either form. It does not know the members of any call.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "admin/call.h"
#include "base/node.h"

namespace jobrig::admin {

/// The body as JSON; an empty body is null. YAML gets the types of its plain scalars: `5` is a number, `"5"` is text.
nlohmann::json body_as_json(const AdminCall& call);
/// The body as a tree with the positions of its values, for the readers of scenarios.
base::Node body_as_tree(const AdminCall& call);
/// The text of the body for the readers of scenarios: JSON with line breaks, or YAML unchanged.
std::string body_as_yaml(const AdminCall& call);

/// The name of the body in the positions of mistakes.
inline constexpr std::string_view kBodyFile = "body";

}  // namespace jobrig::admin
