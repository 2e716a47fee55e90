// Expected value: compares a JSON value with the expectation of a case. A map is a subset: each of its members must be
// present and match; other members are allowed. It judges no outcome.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/node.h"

namespace jobrig::judge {

/// Compares with an expectation:
///   a number: the same number; an integer may also be a string of digits, for clients without 64-bit integers
///   true, false, text: the same; a list: the same length, each item matches
///   a map: a subset, or with `exact: true` (plain) all members but null; if the value is a string (jobDocument), the
///   same JSON text `absent` (plain), null: the member is missing or null; `present` (plain): it exists with any value
///   `unset` (plain): as `absent`, or the default of typed clients: 0, an empty text, an empty map
/// Returns nothing when it matches, otherwise the first difference: `status is "QUEUED"`. `name` is the name of the
/// value in this text. `actual` is null when the value is missing.
std::optional<std::string> first_difference(const base::Node& expected, const nlohmann::json* actual,
                                            const std::string& name);

/// The expectation for display: its JSON, truncated. Reports scalars that YAML parsers interpret differently (010, .5).
std::string shown_expectation(const base::Node& expected, std::string_view what, base::Diagnostics& diagnostics);

/// A JSON value for display: truncated, on one line.
std::string shown_value(const nlohmann::json& value);

}  // namespace jobrig::judge
