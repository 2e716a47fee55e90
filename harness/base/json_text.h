// JSON text: a node -> compact JSON, for `document:` and `json:` and what checks compare. Members stay in the order
// written, numbers keep their digits. It parses no JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/node.h"

namespace jobrig::base {

/// Plain true, false, null and JSON numbers are themselves; all other scalars are strings. A plain scalar that readers
/// of YAML disagree on (010, .5, True) is reported and nothing returned; `what` is how messages call the value.
std::optional<std::string> json_text(const Node& node, std::string_view what, Diagnostics& diagnostics);

}  // namespace jobrig::base
