#include "journal/members.h"

#include <array>
#include <charconv>
#include <chrono>

#include "base/base64.h"
#include "base/json_string.h"

namespace jobrig::journal {
namespace {

void append_digits(std::uint64_t value, unsigned count, std::string& out) {
  std::array<char, 20> digits{};
  for (unsigned i = count; i > 0; --i) {
    digits[i - 1] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(digits.data(), count);
}

}  // namespace

void append_string(std::string_view lead, std::string_view text, std::string& out) {
  out.append(lead);
  base::append_json_string(out, text);
}

void append_integer(std::string_view lead, std::int64_t value, std::string& out) {
  out.append(lead);
  std::array<char, 24> digits;  // NOLINT: filled before it is read
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void append_count(std::string_view lead, std::uint64_t value, std::string& out) {
  append_integer(lead, static_cast<std::int64_t>(value), out);
}

void append_bytes(std::string_view name, std::string_view bytes, std::string& out) {
  const std::size_t before = out.size();
  out.append(",\"").append(name).append("\":\"");
  if (base::append_json_characters(out, bytes) < bytes.size()) {
    out.resize(before);
    out.append(",\"").append(name).append("_base64\":\"");
    base::append_base64(bytes, out);
  }
  out += '"';
}

void append_instant(base::Instant instant, std::string& out) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const auto rest = static_cast<std::uint64_t>((instant - day).count());
  append_digits(static_cast<std::uint64_t>(static_cast<int>(date.year())), 4, out);
  out += '-';
  append_digits(static_cast<unsigned>(date.month()), 2, out);
  out += '-';
  append_digits(static_cast<unsigned>(date.day()), 2, out);
  out += 'T';
  append_digits(rest / 3'600'000'000U, 2, out);
  out += ':';
  append_digits(rest / 60'000'000U % 60U, 2, out);
  out += ':';
  append_digits(rest / 1'000'000U % 60U, 2, out);
  out += '.';
  append_digits(rest % 1'000'000U, 6, out);
  out += 'Z';
}

void append_since(std::string_view lead, base::Monotonic moment, base::Monotonic since, std::string& out) {
  if (moment == base::Monotonic{}) {
    out.append(lead);
    out += "null";
    return;
  }
  append_integer(lead, std::chrono::floor<std::chrono::microseconds>(moment - since).count(), out);
}

}  // namespace jobrig::journal
