// Name pattern: the names of things and jobs that stand for many: `sensor-{1..100000}`, `calibrate-{n}`. It knows which
// names a pattern stands for, not whether the contract allows them.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Grammar: text [ `{` number `..` number `}` | `{n}` ] text. Numbers have no leading zeros and are below 10^15; a
/// range holds at most 10^12 of them.
base::Result<model::NamePattern> parse_name_pattern(std::string_view text);

/// The name that the pattern makes of a number; a literal's is itself.
std::string name_of(const model::NamePattern& pattern, std::uint64_t number);

/// Whether some name is made by both. Literals and ranges only: give a `{n}` the range that its thing has.
bool overlap(const model::NamePattern& a, const model::NamePattern& b);

}  // namespace jobrig::load
