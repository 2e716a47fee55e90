#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace jobrig::base {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// In ascending order: Cc (C0, DEL and C1), Cf as of Unicode 15.0, Cs, Co and the noncharacters U+FDD0..U+FDEF. The
// noncharacters at the end of each plane are computed.
constexpr std::array<Range, 26> kControlCategory{{
    {0x0000, 0x001F},    // Cc
    {0x007F, 0x009F},    // Cc
    {0x00AD, 0x00AD},    // Cf from here on: soft hyphen
    {0x0600, 0x0605},    // Arabic number signs
    {0x061C, 0x061C},    // Arabic letter mark
    {0x06DD, 0x06DD},    // end of ayah
    {0x070F, 0x070F},    // Syriac abbreviation mark
    {0x0890, 0x0891},    // Arabic pound and piastre marks
    {0x08E2, 0x08E2},    // disputed end of ayah
    {0x180E, 0x180E},    // Mongolian vowel separator
    {0x200B, 0x200F},    // zero-width space, joiners, direction marks
    {0x202A, 0x202E},    // embeddings and overrides of direction
    {0x2060, 0x2064},    // word joiner, invisible operators
    {0x2066, 0x206F},    // isolates, deprecated format characters
    {0xD800, 0xF8FF},    // Cs (never in valid UTF-8) and, adjacent to it, Co: the first private use area
    {0xFDD0, 0xFDEF},    // noncharacters
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFF9, 0xFFFB},    // interlinear annotation
    {0x110BD, 0x110BD},  // Kaithi number sign
    {0x110CD, 0x110CD},  // Kaithi number sign above
    {0x13430, 0x1343F},  // Egyptian hieroglyph format controls
    {0x1BCA0, 0x1BCA3},  // shorthand format controls
    {0x1D173, 0x1D17A},  // musical symbol beams and slurs
    {0xE0001, 0xE0001},  // language tag
    {0xE0020, 0xE007F},  // tag characters
    {0xF0000, 0x10FFFF}  // Co: the supplementary private use areas, including the noncharacters between them
}};

bool is_continuation(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

/// The valid continuation of a lead byte.
struct Form {
  std::size_t length;  // of the whole sequence; 0: not a lead byte
  unsigned char second_least;
  unsigned char second_most;
};

// Unicode 15, table 3-7 "Well-Formed UTF-8 Byte Sequences". The range of the second byte excludes overlong forms,
// surrogates and values above U+10FFFF.
Form form_of(unsigned char lead) {
  if (lead < 0x80) {
    return {1, 0, 0};
  }
  if (lead >= 0xC2 && lead <= 0xDF) {
    return {2, 0x80, 0xBF};
  }
  if (lead >= 0xE0 && lead <= 0xEF) {
    return {3, static_cast<unsigned char>(lead == 0xE0 ? 0xA0 : 0x80),
            static_cast<unsigned char>(lead == 0xED ? 0x9F : 0xBF)};
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    return {4, static_cast<unsigned char>(lead == 0xF0 ? 0x90 : 0x80),
            static_cast<unsigned char>(lead == 0xF4 ? 0x8F : 0xBF)};
  }
  return {0, 0, 0};
}

}  // namespace

std::optional<char32_t> take_code_point(std::string_view& rest) {
  if (rest.empty()) {
    return std::nullopt;
  }
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
  const Form form = form_of(byte(0));
  if (form.length == 0 || form.length > rest.size()) {
    return std::nullopt;
  }
  if (form.length == 1) {
    const char32_t point = byte(0);
    rest.remove_prefix(1);
    return point;
  }
  if (byte(1) < form.second_least || byte(1) > form.second_most) {
    return std::nullopt;
  }
  // The lead byte of an n-byte sequence contributes its low 7 - n bits.
  std::uint32_t point = byte(0) & (0xFFU >> (form.length + 1));
  for (std::size_t i = 1; i < form.length; ++i) {
    if (!is_continuation(byte(i))) {
      return std::nullopt;
    }
    point = (point << 6U) | (byte(i) & 0x3FU);
  }
  rest.remove_prefix(form.length);
  return point;
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    if (!take_code_point(rest)) {
      return text.size() - rest.size();
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> count_code_points(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    if (!take_code_point(text)) {
      return std::nullopt;
    }
    ++count;
  }
  return count;
}

bool is_control_category(char32_t code_point) {
  const auto* const found = std::find_if(kControlCategory.begin(), kControlCategory.end(),
                                         [&](const Range& range) { return code_point <= range.last; });
  if (found != kControlCategory.end() && code_point >= found->first) {
    return true;
  }
  // The last two code points of each plane are noncharacters (Cn).
  return (code_point & 0xFFFEU) == 0xFFFEU;
}

}  // namespace jobrig::base
