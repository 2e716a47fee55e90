#include "journal/members.h"

#include <charconv>
#include <chrono>

#include "base/base64.h"
#include "base/json_buffer.h"

namespace jobrig::journal {
namespace {

char* write_digits(std::uint64_t value, unsigned count, char* to) {
  for (unsigned i = count; i > 0; --i) {
    to[i - 1] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  return to + count;
}

char* write_digits_and(char separator, std::uint64_t value, unsigned count, char* to) {
  to = write_digits(value, count, to);
  *to = separator;
  return to + 1;
}

}  // namespace

void append_string(std::string_view lead, std::string_view text, base::TextBuffer& out) {
  out.add(lead);
  base::append_json_string(out, text);
}

void append_integer(std::string_view lead, std::int64_t value, base::TextBuffer& out) {
  out.add(lead);
  constexpr std::size_t kMaxDigits = 24;
  char* const to = out.room(kMaxDigits);
  out.set_end(std::to_chars(to, to + kMaxDigits, value).ptr);
}

void append_count(std::string_view lead, std::uint64_t value, base::TextBuffer& out) {
  append_integer(lead, static_cast<std::int64_t>(value), out);
}

void append_bytes(std::string_view name, std::string_view bytes, base::TextBuffer& out) {
  const std::size_t before = out.size();
  out.add(",\"");
  out.add(name);
  out.add("\":\"");
  if (base::append_json_characters(out, bytes) < bytes.size()) {
    out.cut(before);
    out.add(",\"");
    out.add(name);
    out.add("_base64\":\"");
    base::append_base64(bytes, out.flush());
  }
  out.add('"');
}

void append_instant(base::Instant instant, base::TextBuffer& out) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const auto rest = static_cast<std::uint64_t>((instant - day).count());
  constexpr std::size_t kSize = 27;
  char* to = out.room(kSize);
  to = write_digits_and('-', static_cast<std::uint64_t>(static_cast<int>(date.year())), 4, to);
  to = write_digits_and('-', static_cast<unsigned>(date.month()), 2, to);
  to = write_digits_and('T', static_cast<unsigned>(date.day()), 2, to);
  to = write_digits_and(':', rest / 3'600'000'000U, 2, to);
  to = write_digits_and(':', rest / 60'000'000U % 60U, 2, to);
  to = write_digits_and('.', rest / 1'000'000U % 60U, 2, to);
  out.set_end(write_digits_and('Z', rest % 1'000'000U, 6, to));
}

void append_since(std::string_view lead, base::Monotonic moment, base::Monotonic since, base::TextBuffer& out) {
  if (moment == base::Monotonic{}) {
    out.add(lead);
    out.add("null");
    return;
  }
  append_integer(lead, std::chrono::floor<std::chrono::microseconds>(moment - since).count(), out);
}

}  // namespace jobrig::journal
