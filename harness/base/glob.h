// Glob: `*` (any run of characters) and `?` (one character). No sets, no escapes, no regular expressions: matching
// is linear in the text for each star, so that no input from outside can make it slow.
#pragma once

#include <string>
#include <string_view>

namespace jobrig::base {

/// True when the whole of `text` matches `pattern`.
bool glob_matches(std::string_view pattern, std::string_view text);

/// True when the pattern has no wildcard, so that comparing is enough.
inline bool is_literal(std::string_view pattern) { return pattern.find_first_of("*?") == std::string_view::npos; }

}  // namespace jobrig::base
