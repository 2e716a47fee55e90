// Pattern: literal text with `{captures}` and `*`, looked for anywhere in what a client printed. No regular
// expressions: each star and capture takes as little as it can within one line, so that the work is bounded.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::drive {

using Captures = std::map<std::string, std::string, std::less<>>;

/// Whether the pattern is in the text; then `captures` has what its captures took. A star or capture at the end takes
/// the rest of its line.
bool find_pattern(std::string_view pattern, std::string_view text, Captures& captures);

/// The names of the captures of a pattern (`{name}` of letters, digits and `-`), in order; other braces are text.
std::vector<std::string> captures_in(std::string_view pattern);

/// The text with each `{name}` that the captures know replaced.
std::string with_captures(std::string_view text, const Captures& captures);

}  // namespace jobrig::drive
