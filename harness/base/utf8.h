// UTF-8: whether bytes are well-formed, how many characters they hold, and which of these nobody can see. It converts
// nothing and knows no locale, no normal forms and no grapheme clusters: a character here is a code point.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace jobrig::base {

/// Takes the first code point off `rest`. Nothing when `rest` is empty or begins with ill-formed bytes (overlong forms,
/// surrogates and values above U+10FFFF among them; Unicode 15, table 3-7); `rest` is then left as it was.
std::optional<char32_t> take_code_point(std::string_view& rest);

/// The place (bytes from the start) of the first ill-formed sequence, or nothing when the text is valid.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// The number of code points, or nothing when the text is not valid UTF-8.
std::optional<std::size_t> count_code_points(std::string_view text);

/// Whether the code point is in the Unicode category C ("other", `\p{C}` in a pattern): Cc, Cf, Cs, Co and of Cn the 66
/// noncharacters. The rest of Cn (not yet assigned) is left out on purpose: it depends on the Unicode version of
/// whoever checks, so that a character of next year would be refused here and taken by the service.
bool is_control_category(char32_t code_point);

}  // namespace jobrig::base
