// Quote: how a message shows a value that came from outside: short, on one line, nothing in it that a terminal would
// obey.
#pragma once

#include <string>
#include <string_view>

namespace jobrig::base {

/// The text in double quotes, cut after 40 characters (then `…`), with `?` for what cannot be seen or is no UTF-8.
std::string quoted(std::string_view text);

/// The character at the start of `text` (not empty): `"ä"`, `U+0009` for one that cannot be seen, `the byte 0xFF`.
std::string show_character(std::string_view text);

}  // namespace jobrig::base
