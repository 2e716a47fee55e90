// Quote: shows an untrusted value in a message: short, on one line, without control sequences. It does not translate or
// escape for any file format.
#pragma once

#include <string>
#include <string_view>

namespace jobrig::base {

/// The text in double quotes, truncated after 40 characters (then `…`). Invisible characters and invalid UTF-8 become
/// `?`.
std::string quoted(std::string_view text);

/// The first character of `text` (not empty): `"ä"`, `U+0009` for an invisible one, `the byte 0xFF` for invalid UTF-8.
std::string show_character(std::string_view text);

}  // namespace jobrig::base
