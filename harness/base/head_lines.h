// Head lines: splits an HTTP head into lines, leniently, for code that shows, judges or breaks messages. It does not
// check whether the lines are valid HTTP (serve/framer does).
#pragma once

#include <string_view>

namespace jobrig::base {

/// Removes the first line from `text` and returns it without its line end. A line ends at CR LF, at a lone LF, or at
/// the end of the text.
std::string_view take_line(std::string_view& text);

/// The text without leading and trailing whitespace. A CR without LF counts as whitespace.
std::string_view trimmed(std::string_view text);

}  // namespace jobrig::base
