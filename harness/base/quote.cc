#include "base/quote.h"

#include <cstdint>

#include "base/ascii.h"
#include "base/utf8.h"

namespace jobrig::base {
namespace {

// Characters: enough to recognise a value.
constexpr std::size_t kMaxQuote = 40;

}  // namespace

std::string show_character(std::string_view text) {
  std::string_view behind = text;
  const auto point = take_code_point(behind);
  if (point && !is_control_category(*point)) {
    return "\"" + std::string(text.substr(0, text.size() - behind.size())) + "\"";
  }
  const auto byte = static_cast<unsigned char>(text.front());
  const std::uint32_t value = point ? static_cast<std::uint32_t>(*point) : byte;
  std::string hex;
  for (std::uint32_t left = value; left != 0; left >>= 4U) {
    hex.insert(hex.begin(), kUpperHexDigits[left & 0xFU]);
  }
  const std::size_t width = point ? 4 : 2;
  hex.insert(0, width > hex.size() ? width - hex.size() : 0, '0');
  return (point ? "U+" : "the byte 0x") + hex;
}

std::string quoted(std::string_view text) {
  std::string shown = "\"";
  std::size_t count = 0;
  while (!text.empty()) {
    if (count++ == kMaxQuote) {
      return shown + "…\"";
    }
    std::string_view behind = text;
    const auto point = take_code_point(behind);
    behind = point ? behind : text.substr(1);
    if (point && !is_control_category(*point)) {
      shown += text.substr(0, text.size() - behind.size());
    } else {
      shown += '?';
    }
    text = behind;
  }
  return shown + "\"";
}

}  // namespace jobrig::base
