#include "plan/json_text.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>

#include "base/ascii.h"
#include "base/utf8.h"

namespace jobrig::plan {
namespace {

void append_control(std::string& json, unsigned char byte) {
  constexpr std::string_view kShort = "btn?fr";  // from 0x08 on; 0x0B has no short form
  json += '\\';
  if (byte >= 0x08 && byte <= 0x0D && byte != 0x0B) {
    json += kShort[byte - 0x08];
    return;
  }
  json += "u00";
  base::append_hex(json, static_cast<char>(byte));
}

// Appends the code point at the start of `rest`, or U+FFFD for a byte that starts none. Returns how many bytes it was.
std::size_t append_beyond_ascii(std::string& json, std::string_view rest) {
  std::string_view behind = rest;
  if (!base::take_code_point(behind)) {
    json += "\xEF\xBF\xBD";
    return 1;
  }
  const std::size_t size = rest.size() - behind.size();
  json += rest.substr(0, size);
  return size;
}

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

}  // namespace

void append_json_string(std::string& json, std::string_view text) {
  json += '"';
  std::size_t position = 0;
  while (position < text.size()) {
    std::size_t end = position;
    while (end < text.size() && is_plain(text[end])) {
      ++end;
    }
    json.append(text, position, end - position);
    position = end;
    if (position == text.size()) {
      break;
    }
    const auto byte = static_cast<unsigned char>(text[position]);
    if (byte < 0x20) {
      append_control(json, byte);
      ++position;
    } else if (byte < 0x80) {
      json += '\\';
      json += text[position];
      ++position;
    } else {
      position += append_beyond_ascii(json, text.substr(position));
    }
  }
  json += '"';
}

void append_json_integer(std::string& json, std::int64_t number) {
  std::array<char, 24> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  json.append(digits.data(), written.ptr);
}

void append_json_timestamp(std::string& json, base::Instant instant, model::TimestampUnit unit) {
  const auto since_epoch = instant.time_since_epoch();
  if (unit == model::TimestampUnit::kSeconds) {
    append_json_integer(json, std::chrono::floor<std::chrono::seconds>(since_epoch).count());
    return;
  }
  std::int64_t millis = std::chrono::floor<std::chrono::milliseconds>(since_epoch).count();
  if (unit == model::TimestampUnit::kMilliseconds) {
    append_json_integer(json, millis);
    return;
  }
  if (millis < 0) {
    json += '-';
    millis = -millis;
  }
  append_json_integer(json, millis / 1000);
  const auto fraction = static_cast<unsigned>(millis % 1000);
  json += '.';
  json += static_cast<char>('0' + fraction / 100);
  json += static_cast<char>('0' + fraction / 10 % 10);
  json += static_cast<char>('0' + fraction % 10);
}

}  // namespace jobrig::plan
