#include "plan/json_numbers.h"

#include <array>
#include <charconv>
#include <chrono>

namespace jobrig::plan {

void append_json_integer(std::string& json, std::int64_t number) {
  std::array<char, 24> digits;  // NOLINT: filled before it is read
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  json.append(digits.data(), static_cast<std::size_t>(written.ptr - digits.data()));
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
