// UTF-8: checks whether bytes are well-formed, counts characters, and finds invisible ones. A character is a code point
// here. It converts nothing and knows no locale, no normal forms and no grapheme clusters.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace jobrig::base {

/// Removes the first code point from `rest` and returns it. Returns nothing and leaves `rest` unchanged if `rest` is
/// empty or starts with an ill-formed sequence, such as overlong forms, surrogates and values above U+10FFFF (Unicode
/// 15, table 3-7).
std::optional<char32_t> take_code_point(std::string_view& rest);

/// The offset in bytes of the first ill-formed sequence, or nothing if the text is valid.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// The number of code points, or nothing if the text is not valid UTF-8.
std::optional<std::size_t> count_code_points(std::string_view text);

/// True if the code point is in the Unicode category C ("other", `\p{C}` in a pattern): Cc, Cf, Cs, Co, and of Cn only
/// the 66 noncharacters. The unassigned part of Cn is excluded on purpose: it depends on the Unicode version. This
/// program would reject a character that a newer version assigns and that the service accepts.
bool is_control_category(char32_t code_point);

}  // namespace jobrig::base
