#include "drive/lone_surrogates.h"

#include <algorithm>
#include <charconv>

namespace jobrig::drive {
namespace {

constexpr std::size_t kEscape = 6;  // \\uD83D

/// The code unit of the escape at the beginning of the text; 0 when there is none.
unsigned escape_at(std::string_view text) {
  unsigned number = 0;
  if (text.size() < kEscape || !text.starts_with("\\u")) {
    return 0;
  }
  const char* const end = text.data() + kEscape;
  const auto [stop, problem] = std::from_chars(text.data() + 2, end, number, 16);
  return problem == std::errc() && stop == end ? number : 0;
}

bool is_first_half(unsigned number) { return number >= 0xD800 && number <= 0xDBFF; }
bool is_second_half(unsigned number) { return number >= 0xDC00 && number <= 0xDFFF; }

}  // namespace

std::string without_lone_surrogates(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    std::size_t taken = text[0] == '\\' ? 2 : 1;
    const unsigned number = escape_at(text);
    if (is_first_half(number) && is_second_half(escape_at(text.substr(kEscape)))) {
      taken = 2 * kEscape;
    } else if (is_first_half(number) || is_second_half(number)) {
      result += "\\uFFFD";
      text.remove_prefix(kEscape);
      continue;
    }
    result += text.substr(0, taken);
    text.remove_prefix(std::min(taken, text.size()));
  }
  return result;
}

}  // namespace jobrig::drive
