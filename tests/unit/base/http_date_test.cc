// Dates of HTTP, in three forms.
#include "base/http_date.h"

#include <chrono>

#include "base/units.h"
#include "support/catch.h"

using jobrig::base::DateLine;
using jobrig::base::format_http_date;
using jobrig::base::HttpDateForm;

namespace {

jobrig::base::Instant date_instant(std::string_view text) { return *jobrig::base::parse_instant(text); }

}  // namespace

TEST_CASE("a date is written as in the examples of RFC 9110", "[base][date]") {
  const auto instant = date_instant("1994-11-06T08:49:37.999999Z");
  CHECK(format_http_date(instant, HttpDateForm::kImfFixdate) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(format_http_date(instant, HttpDateForm::kRfc850) == "Sunday, 06-Nov-94 08:49:37 GMT");
  CHECK(format_http_date(instant, HttpDateForm::kAsctime) == "Sun Nov  6 08:49:37 1994");
}

TEST_CASE("every day of the week and month and the ends of time have their names", "[base][date]") {
  CHECK(format_http_date(date_instant("2026-11-27"), HttpDateForm::kRfc850) == "Friday, 27-Nov-26 00:00:00 GMT");
  CHECK(format_http_date(date_instant("2024-02-29T23:59:59Z"), HttpDateForm::kAsctime) == "Thu Feb 29 23:59:59 2024");
  CHECK(format_http_date(date_instant("1969-12-31T23:59:59.5Z"), HttpDateForm::kImfFixdate) ==
        "Wed, 31 Dec 1969 23:59:59 GMT");
  CHECK(format_http_date(jobrig::base::kEndOfTime, HttpDateForm::kImfFixdate) == "Fri, 31 Dec 9999 23:59:59 GMT");
  CHECK(format_http_date(date_instant("0800-01-01"), HttpDateForm::kImfFixdate) == "Sat, 01 Jan 0800 00:00:00 GMT");
}

TEST_CASE("the date line changes with the second and only then", "[base][date]") {
  DateLine line;
  const auto second = date_instant("1994-11-06T08:49:37Z");
  const std::string_view first = line.at(second);
  CHECK(first == "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
  CHECK(line.at(second + std::chrono::microseconds(999'999)) == "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
  CHECK(line.at(second + std::chrono::seconds(1)) == "Date: Sun, 06 Nov 1994 08:49:38 GMT\r\n");
  CHECK(line.at(second) == "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");  // clocks of other scenarios
  CHECK(first.data() == line.at(second).data());
}
