// JSON text: converts a node to compact JSON, for `document:`, `json:` and the values of checks. Members keep their
// order and numbers keep their digits. It does not parse JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/node.h"

namespace jobrig::base {

/// Plain true, false, null and JSON numbers are written unchanged. All other scalars become strings. A plain scalar
/// that YAML readers interpret differently (010, .5, True) is reported, and the result is then empty. `what` names the
/// value in messages.
std::optional<std::string> json_text(const Node& node, std::string_view what, Diagnostics& diagnostics);

}  // namespace jobrig::base
