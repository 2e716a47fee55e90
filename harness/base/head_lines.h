// Head lines: the lines of an HTTP head, taken off leniently, for those who show, judge or break messages. What HTTP
// allows is serve/framer's to say.
#pragma once

#include <string_view>

namespace jobrig::base {

/// Takes a line off `text`, ended by CR LF, a lone LF, or the end of the bytes; gives it without its end.
std::string_view take_line(std::string_view& text);

/// Without the blanks around it (a CR that ends nothing counts as one).
std::string_view trimmed(std::string_view text);

}  // namespace jobrig::base
