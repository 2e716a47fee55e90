#include "plan/json_text.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>

namespace jobrig::plan {
namespace {

unsigned byte_at(std::string_view text, std::size_t position) {
  return position < text.size() ? static_cast<unsigned char>(text[position]) : 0U;
}

// How many bytes the UTF-8 sequence at `position` has, or 0 when there is none (RFC 3629, section 4: no overlong forms,
// no surrogates, nothing above U+10FFFF).
std::size_t sequence_size(std::string_view text, std::size_t position) {
  const unsigned lead = byte_at(text, position);
  const unsigned second = byte_at(text, position + 1);
  const auto continues = [&](std::size_t offset) { return (byte_at(text, position + offset) & 0xC0U) == 0x80U; };
  if (lead >= 0xC2 && lead <= 0xDF) {
    return continues(1) ? 2 : 0;
  }
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned least = lead == 0xE0 ? 0xA0U : 0x80U;
    const unsigned most = lead == 0xED ? 0x9FU : 0xBFU;
    return second >= least && second <= most && continues(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned least = lead == 0xF0 ? 0x90U : 0x80U;
    const unsigned most = lead == 0xF4 ? 0x8FU : 0xBFU;
    return second >= least && second <= most && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

void append_control(std::string& json, unsigned byte) {
  constexpr std::string_view kShort = "btn?fr";  // from 0x08 on; 0x0B has no short form
  constexpr std::string_view kDigits = "0123456789abcdef";
  json += '\\';
  if (byte >= 0x08 && byte <= 0x0D && byte != 0x0B) {
    json += kShort[byte - 0x08];
    return;
  }
  json += "u00";
  json += kDigits[byte >> 4U];
  json += kDigits[byte & 0xFU];
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
    const unsigned byte = byte_at(text, position);
    if (byte < 0x20) {
      append_control(json, byte);
      ++position;
    } else if (byte < 0x80) {
      json += '\\';
      json += text[position];
      ++position;
    } else if (const std::size_t size = sequence_size(text, position); size > 0) {
      json.append(text, position, size);
      position += size;
    } else {
      json += "\xEF\xBF\xBD";
      ++position;
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
