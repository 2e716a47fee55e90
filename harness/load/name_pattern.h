// Name pattern: names of things and jobs with a range: `sensor-{1..100000}`, `calibrate-{n}`. It computes the names of
// a pattern. It does not check whether the contract allows them.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Grammar: text [ `{` number `..` number `}` | `{n}` ] text. Numbers have no leading zeros and are below 10^15. A
/// range contains at most 10^12 numbers.
base::Result<model::NamePattern> parse_name_pattern(std::string_view text);

/// The name of the pattern for a number; a literal is its own name.
std::string name_of(const model::NamePattern& pattern, std::uint64_t number);

/// True if both patterns contain a common name. Supports literals and ranges only: convert a `{n}` to the range of its
/// thing first.
bool overlap(const model::NamePattern& a, const model::NamePattern& b);

}  // namespace jobrig::load
