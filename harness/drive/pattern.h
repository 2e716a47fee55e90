// Pattern: literal text with `{captures}` and `*` that is searched for in a client's output. It is not a regular
// expression: each star and capture matches as little as possible within one line, which bounds the work.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::drive {

using Captures = std::map<std::string, std::string, std::less<>>;

/// Returns whether the text contains the pattern, and stores the captured texts in `captures`. A star or capture at the
/// end matches the rest of its line.
bool find_pattern(std::string_view pattern, std::string_view text, Captures& captures);

/// The names of the captures of a pattern (`{name}` of letters, digits and `-`), in order; other braces are text.
std::vector<std::string> captures_in(std::string_view pattern);

/// The text with each `{name}` in `captures` replaced by its value.
std::string with_captures(std::string_view text, const Captures& captures);

}  // namespace jobrig::drive
