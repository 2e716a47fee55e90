#include "base/http_date.h"

#include <algorithm>
#include <chrono>

namespace jobrig::base {
namespace {

constexpr std::array<std::string_view, 7> kDays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// `06`; with another `fill`, ` 6`.
std::string two_digits(unsigned number, char fill = '0') {
  std::string text = std::to_string(number);
  return text.size() < 2 ? fill + text : text;
}

std::string four_digits(int year) {
  const std::string text = std::to_string(year);
  return text.size() < 4 ? std::string(4 - text.size(), '0') + text : text;
}

}  // namespace

std::string format_http_date(Instant instant, HttpDateForm form) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(instant - day));
  const std::string_view weekday = kDays[std::chrono::weekday(day).c_encoding()];
  const std::string_view month = kMonths[static_cast<unsigned>(date.month()) - 1];
  const auto day_of_month = static_cast<unsigned>(date.day());
  const std::string year = four_digits(static_cast<int>(date.year()));
  const std::string time = two_digits(static_cast<unsigned>(clock.hours().count())) + ':' +
                           two_digits(static_cast<unsigned>(clock.minutes().count())) + ':' +
                           two_digits(static_cast<unsigned>(clock.seconds().count()));
  std::string text(form == HttpDateForm::kRfc850 ? weekday : weekday.substr(0, 3));
  switch (form) {
    case HttpDateForm::kImfFixdate:
      return text.append(", ")
          .append(two_digits(day_of_month))
          .append(" ")
          .append(month)
          .append(" ")
          .append(year + " " + time + " GMT");
    case HttpDateForm::kRfc850:
      return text.append(", ")
          .append(two_digits(day_of_month))
          .append("-")
          .append(month)
          .append("-")
          .append(year.substr(2) + " " + time + " GMT");
    case HttpDateForm::kAsctime:
      break;
  }
  return text.append(" ")
      .append(month)
      .append(" ")
      .append(two_digits(day_of_month, ' '))
      .append(" " + time + " " + year);
}

std::string_view DateLine::at(Instant instant) {
  if (const auto second = std::chrono::floor<std::chrono::seconds>(instant); second != second_) {
    const std::string line = "Date: " + format_http_date(second, HttpDateForm::kImfFixdate) + "\r\n";
    std::copy_n(line.begin(), std::min(line.size(), line_.size()), line_.begin());
    second_ = second;
  }
  return {line_.data(), line_.size()};
}

}  // namespace jobrig::base
