// Exact JSON: JSON as a tree that keeps the digits of numbers and duplicate members, so that values can be compared
// without loss. It knows no contract.
#pragma once

#include <optional>
#include <string_view>

#include "base/node.h"

namespace jobrig::wire {

/// Strings become quoted scalars; numbers, true and false plain ones. Nothing: not exactly one JSON value.
std::optional<base::Node> read_exact_json(std::string_view text);

bool is_number(const base::Node& value);

/// Whether two JSON numbers, or strings of digits, have the same decimal value: 1e3 and 1000.0 have, 2^53 and 2^53 + 1
/// have not.
bool same_number(std::string_view one, std::string_view other);

}  // namespace jobrig::wire
