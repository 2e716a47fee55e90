#include "base/units.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

#include "base/ascii.h"

namespace jobrig::base {
namespace {

struct Unit {
  std::string_view name;
  double in_base;
};
struct DurationUnit {
  std::string_view name;
  std::uint64_t micros;
};

// Largest unit first: format_duration tries them in this order, and parse_duration requires it.
constexpr std::array<DurationUnit, 6> kDurationUnits{
    {{"d", 86'400'000'000}, {"h", 3'600'000'000}, {"m", 60'000'000}, {"s", 1'000'000}, {"ms", 1'000}, {"us", 1}}};
constexpr std::array<Unit, 7> kSizeUnits{{{"B", 1},
                                          {"KB", 1e3},
                                          {"MB", 1e6},
                                          {"GB", 1e9},
                                          {"KiB", 1024.0},
                                          {"MiB", 1024.0 * 1024},
                                          {"GiB", 1024.0 * 1024 * 1024}}};
constexpr std::uint64_t kMaxDuration = 3'650'000 * kDurationUnits.front().micros;  // 10,000 years: far from overflow

// Removes `12` or `1.5` from the front of `text`. Returns false if there is no number.
bool take_number(std::string_view& text, double& number) {
  std::size_t size = 0;
  bool point = false;
  while (size < text.size() && (is_digit(text[size]) || (!point && size > 0 && text[size] == '.'))) {
    point = point || text[size] == '.';
    ++size;
  }
  if (size == 0 || text[size - 1] == '.') {
    return false;
  }
  const auto parsed = std::from_chars(text.data(), text.data() + size, number);
  text.remove_prefix(size);
  return parsed.ec == std::errc();
}

/// `1.5` of a unit in microseconds, at most kMaxDuration + 1. A double is exact only below 2^53 microseconds, which are
/// about 104,000 days, so only the fraction is one.
std::uint64_t micros_of(std::string_view number, std::uint64_t unit) {
  const std::string_view digits = number.substr(0, number.find('.'));
  std::uint64_t whole = 0;
  double fraction = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
  std::from_chars(number.data() + digits.size(), number.data() + number.size(), fraction);
  if (parsed.ec != std::errc() || whole > kMaxDuration / unit) {
    return kMaxDuration + 1;
  }
  return whole * unit + static_cast<std::uint64_t>(std::llround(fraction * static_cast<double>(unit)));
}

std::string_view take_letters(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && !is_digit(text[size])) {
    ++size;
  }
  const std::string_view letters = text.substr(0, size);
  text.remove_prefix(size);
  return letters;
}

Error duration_error(std::string_view text) {
  return {"\"" + std::string(text) + "\" is not a duration; write a number with a unit: 250ms, 5s, 2m, 1h30m, 7d"};
}

bool take_int(std::string_view& text, std::size_t digits, int& number) {
  if (text.size() < digits ||
      !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(digits), is_digit)) {
    return false;
  }
  std::from_chars(text.data(), text.data() + digits, number);
  text.remove_prefix(digits);
  return true;
}

bool take_char(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

// The fraction of a second, up to six digits. More digits are an error; they are not truncated.
bool take_fraction(std::string_view& text, Duration& fraction) {
  if (!take_char(text, '.')) {
    return true;
  }
  std::int64_t micros = 0;
  std::int64_t scale = 100000;
  std::size_t digits = 0;
  while (!text.empty() && is_digit(text.front()) && scale > 0) {
    micros += (text.front() - '0') * scale;
    scale /= 10;
    text.remove_prefix(1);
    ++digits;
  }
  fraction = Duration(micros);
  return digits > 0;
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  std::string_view rest = text;
  const bool negative = take_char(rest, '-');
  if (rest.empty()) {
    return duration_error(text);
  }
  std::uint64_t total = 0;
  std::size_t smallest_allowed = 0;
  while (!rest.empty()) {
    double ignored = 0;
    const std::string_view from_number = rest;
    if (!take_number(rest, ignored)) {
      return duration_error(text);
    }
    const std::string_view number = from_number.substr(0, from_number.size() - rest.size());
    const std::string_view name = take_letters(rest);
    std::size_t unit = smallest_allowed;
    while (unit < kDurationUnits.size() && kDurationUnits.at(unit).name != name) {
      ++unit;
    }
    if (unit == kDurationUnits.size()) {
      return duration_error(text);
    }
    total = std::min(total + micros_of(number, kDurationUnits.at(unit).micros), kMaxDuration + 1);
    smallest_allowed = unit + 1;
  }
  if (total > kMaxDuration) {
    return Error{"\"" + std::string(text) + "\" is longer than ten thousand years"};
  }
  const auto micros = static_cast<std::int64_t>(total);
  return Duration(negative ? -micros : micros);
}

std::string format_duration(Duration duration) {
  if (duration == Duration::zero()) {
    return "0s";
  }
  std::string text = duration < Duration::zero() ? "-" : "";
  // Unsigned, because the minimum of a signed integer has no positive counterpart.
  auto rest = static_cast<std::uint64_t>(duration.count());
  rest = duration < Duration::zero() ? 0 - rest : rest;
  for (const DurationUnit& unit : kDurationUnits) {
    if (rest >= unit.micros) {
      text += std::to_string(rest / unit.micros);
      text += unit.name;
      rest %= unit.micros;
    }
  }
  return text;
}

Result<std::uint64_t> parse_size(std::string_view text) {
  std::string_view rest = text;
  double number = 0;
  if (take_number(rest, number)) {
    for (const Unit& unit : kSizeUnits) {
      if (unit.name == rest) {
        const double bytes = number * unit.in_base;
        if (bytes <= 0x1.0p53 && bytes == std::floor(bytes)) {
          return static_cast<std::uint64_t>(bytes);
        }
      }
    }
  }
  return Error{"\"" + std::string(text) + "\" is not a size; write a number with a unit: 512B, 16KiB, 2MiB"};
}

Result<double> parse_share(std::string_view text) {
  std::string_view rest = text;
  double number = 0;
  if (take_number(rest, number) && rest == "%" && number <= 100) {
    return number / 100;
  }
  return Error{"\"" + std::string(text) + "\" is not a share; write a percentage from 0% to 100%: 5%, 0.1%"};
}

Result<Instant> parse_instant(std::string_view text) {
  std::string_view rest = text;
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  Duration fraction{0};
  bool good = take_int(rest, 4, year) && take_char(rest, '-') && take_int(rest, 2, month) && take_char(rest, '-') &&
              take_int(rest, 2, day);
  if (good && !rest.empty()) {
    good = take_char(rest, 'T') && take_int(rest, 2, hour) && take_char(rest, ':') && take_int(rest, 2, minute) &&
           take_char(rest, ':') && take_int(rest, 2, second) && take_fraction(rest, fraction) && take_char(rest, 'Z') &&
           rest.empty();
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!good || !date.ok() || hour > 23 || minute > 59 || second > 59) {
    return Error{"\"" + std::string(text) + "\" is not a time in UTC; write 2026-01-01T00:00:00Z or 2026-01-01"};
  }
  return Instant(std::chrono::sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second) + fraction;
}

std::string format_instant(Instant instant) {
  const auto days = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(days);
  const std::chrono::hh_mm_ss time(instant - days);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  std::string result = text.data();
  const auto micros = static_cast<int>(time.subseconds().count());
  if (micros != 0) {
    std::snprintf(text.data(), text.size(), ".%06d", micros);
    result += text.data();
    if (micros % 1000 == 0) {
      result.resize(result.size() - 3);
    }
  }
  return result + "Z";
}

}  // namespace jobrig::base
