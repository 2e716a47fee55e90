#include "journal/members.h"

#include <array>
#include <charconv>
#include <cstring>

#include "base/base64.h"

namespace jobrig::journal {
namespace {

/// "00" to "99".
constexpr std::array<std::array<char, 2>, 100> make_digit_pairs() {
  std::array<std::array<char, 2>, 100> pairs{};
  for (std::size_t value = 0; value < pairs.size(); ++value) {
    pairs[value] = {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
  }
  return pairs;
}
constexpr std::array<std::array<char, 2>, 100> kDigitPairs = make_digit_pairs();

/// `value` is below 100.
char* write_two_digits(std::uint64_t value, char* to) {
  std::memcpy(to, kDigitPairs[value].data(), 2);
  return to + 2;
}

char* write_two_digits_and(char separator, std::uint64_t value, char* to) {
  to = write_two_digits(value, to);
  *to = separator;
  return to + 1;
}

}  // namespace

char* write_integer(std::int64_t value, char* to) {
  if (value >= 0 && value < 10) {
    *to = static_cast<char>('0' + value);
    return to + 1;
  }
  if (value >= 0 && value < 100) {
    return write_two_digits(static_cast<std::uint64_t>(value), to);
  }
  return std::to_chars(to, to + kMaxDigits, value).ptr;
}

void append_in_base64(std::string_view name, std::string_view bytes, base::TextBuffer& out) {
  out.add(",\"");
  out.add(name);
  out.add("_base64\":\"");
  base::append_base64(bytes, out.flush());
  out.add('"');
}

void append_instant(base::Instant instant, base::TextBuffer& out) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  const auto rest = static_cast<std::uint64_t>((instant - day).count());
  const auto seconds = static_cast<unsigned>(rest / 1'000'000U);
  const auto micros = static_cast<unsigned>(rest % 1'000'000U);
  constexpr std::size_t kSize = 27;
  char* to = out.room(kSize);
  to = write_two_digits(year / 100 % 100, to);
  to = write_two_digits_and('-', year % 100, to);
  to = write_two_digits_and('-', static_cast<unsigned>(date.month()), to);
  to = write_two_digits_and('T', static_cast<unsigned>(date.day()), to);
  to = write_two_digits_and(':', seconds / 3600, to);
  to = write_two_digits_and(':', seconds / 60 % 60, to);
  to = write_two_digits_and('.', seconds % 60, to);
  to = write_two_digits(micros / 10'000, to);
  to = write_two_digits(micros / 100 % 100, to);
  out.set_end(write_two_digits_and('Z', micros % 100, to));
}

}  // namespace jobrig::journal
