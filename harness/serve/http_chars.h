// HttpChars: the character classes of HTTP (RFC 9110 section 5.6.2, RFC 9112 sections 3 and 5). It contains tables and
// one-line functions; it parses nothing.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/ascii.h"

namespace jobrig::serve {

enum CharClass : std::uint8_t {
  kTokenChar = 1,   // methods and header names
  kValueChar = 2,   // header values: visible, space, tab, obs-text
  kTargetChar = 4,  // request targets: the characters of RFC 3986, sections 2.2 and 2.3, `%`, and no `#`
};

constexpr std::array<std::uint8_t, 256> make_char_classes() {
  std::array<std::uint8_t, 256> classes{};
  constexpr std::string_view kTokenPunctuation = "!#$%&'*+-.^_`|~";
  constexpr std::string_view kNotInTargets = R"("#<>\^`{|})";
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const bool ascii = c < 0x80;
    const auto as_char = static_cast<char>(c);
    const bool alphanumeric = base::is_alphanumeric(as_char);
    unsigned bits = 0;
    if (alphanumeric || (ascii && kTokenPunctuation.find(as_char) != std::string_view::npos)) {
      bits |= kTokenChar;
    }
    if ((c >= 0x20 && c != 0x7f) || c == '\t') {
      bits |= kValueChar;
    }
    if (c > 0x20 && c < 0x7f && kNotInTargets.find(as_char) == std::string_view::npos) {
      bits |= kTargetChar;
    }
    classes[c] = static_cast<std::uint8_t>(bits);
  }
  return classes;
}
inline constexpr std::array<std::uint8_t, 256> kCharClasses = make_char_classes();

/// Returns true if every byte of `text` is in the class.
inline bool all_of_class(std::string_view text, CharClass wanted) {
  return std::all_of(text.begin(), text.end(),
                     [wanted](char c) { return (kCharClasses[static_cast<unsigned char>(c)] & wanted) != 0; });
}

/// Returns the text without leading and trailing spaces and tabs.
inline std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

/// Calls `visit` with each element of a comma-separated header value, trimmed.
template <typename Visit>
void for_each_element(std::string_view value, Visit visit) {
  for (;;) {
    const std::size_t comma = value.find(',');
    visit(trim_blanks(value.substr(0, comma)));
    if (comma == std::string_view::npos) {
      return;
    }
    value.remove_prefix(comma + 1);
  }
}

}  // namespace jobrig::serve
