// Expected value: compares a JSON value with what a case says of it. A map is a subset: each of its members must be
// there and fit, others may be. It judges no outcome.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/node.h"

namespace jobrig::judge {

/// Compares with an expectation:
///   a number: the same number; a whole one may also come as text of digits, as clients without 64-bit numbers give it
///   true, false, text: the same; a list: as long, each item fits
///   a map: a subset; where the value is text (jobDocument), the same JSON text
///   `absent` (plain), null: the member is not there, or null; `present` (plain): it is there, whatever it is
/// Returns nothing when it fits, else the first difference: `status is "QUEUED"`. `name` is how the value is called
/// there; `actual` is null when it is not there.
std::optional<std::string> first_difference(const base::Node& expected, const nlohmann::json* actual,
                                            const std::string& name);

/// The expectation as it is shown: its JSON, cut short. Reports what no reader would read alike (010, .5).
std::string shown_expectation(const base::Node& expected, std::string_view what, base::Diagnostics& diagnostics);

/// A JSON value as it is shown: cut short, on one line.
std::string shown_value(const nlohmann::json& value);

}  // namespace jobrig::judge
