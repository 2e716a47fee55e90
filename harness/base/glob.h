// Glob: `*` (any run of characters) and `?` (one character). It has no sets, no escapes and no regular expressions.
// Matching takes linear time per star, so untrusted input cannot make it slow.
#pragma once

#include <string>
#include <string_view>

namespace jobrig::base {

/// True if `pattern` matches all of `text`.
bool glob_matches(std::string_view pattern, std::string_view text);

/// True if the pattern has no wildcard; comparing the texts is then sufficient.
inline bool is_literal(std::string_view pattern) { return pattern.find_first_of("*?") == std::string_view::npos; }

}  // namespace jobrig::base
