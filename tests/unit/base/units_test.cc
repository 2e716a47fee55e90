// The text form of durations, sizes, shares and instants.
#include "base/units.h"

#include <limits>
#include <string>

#include "support/catch.h"

using namespace jobrig;
using namespace std::chrono_literals;
using base::Duration;

namespace {

Duration duration(const std::string& text) {
  CAPTURE(text);
  const auto parsed = base::parse_duration(text);
  REQUIRE(parsed.ok());
  return *parsed;
}

}  // namespace

TEST_CASE("a duration is a number with its unit or several from the largest down", "[base][units]") {
  CHECK(duration("250us") == 250us);
  CHECK(duration("40ms") == 40ms);
  CHECK(duration("1.5s") == 1500ms);
  CHECK(duration("5m") == 5min);
  CHECK(duration("2h") == 2h);
  CHECK(duration("7d") == 168h);
  CHECK(duration("1h30m") == 90min);
  CHECK(duration("1d2h3m4s5ms6us") == 26h + 3min + 4s + 5ms + 6us);
  CHECK(duration("-1h30m") == -90min);
  CHECK(duration("007s") == 7s);
}

TEST_CASE("a long duration is exact to the microsecond", "[base][units]") {
  constexpr std::int64_t kMicrosPerDay = 86'400'000'000;
  CHECK(duration("104250d1us").count() == 104'250 * kMicrosPerDay + 1);  // above 2^53 microseconds
  CHECK(duration("3649999d23h59m59s999ms999us").count() == 3'650'000 * kMicrosPerDay - 1);
  CHECK(duration("-200000d3us").count() == -200'000 * kMicrosPerDay - 3);
  CHECK(duration("3650000d").count() == 3'650'000 * kMicrosPerDay);
  CHECK_FALSE(base::parse_duration("3650000d1us").ok());
  CHECK_FALSE(base::parse_duration("99999999999999999999d").ok());
  CHECK(duration("0.0000005s") == 1us);  // rounded
}

TEST_CASE("negative zero is zero", "[base][units]") {
  CHECK(duration("-0s") == Duration::zero());
  CHECK(base::format_duration(duration("-0s")) == "0s");
}

TEST_CASE("a text that is not a duration is refused with an example", "[base][units]") {
  for (const std::string text :
       {"",      "-",  "5",    "s",     "5 s",  " 5s",   "5s ",    "--5s", "+5s",  "1.s", ".5s",
        "1..5s", "5S", "5sec", "30m1h", "1s1s", "5ms3s", "1h-30m", "1e3s", "5s\n", "NaN", "infs"}) {
    CAPTURE(text);
    const auto parsed = base::parse_duration(text);
    REQUIRE_FALSE(parsed.ok());
    CHECK(parsed.error().message ==
          "\"" + text + "\" is not a duration; write a number with a unit: 250ms, 5s, 2m, 1h30m, 7d");
  }
}

TEST_CASE("a duration ends at ten thousand years whatever its digits", "[base][units]") {
  CHECK(duration("3650000d") == std::chrono::hours(24) * 3650000);
  CHECK(base::parse_duration("3650001d").error().message == "\"3650001d\" is longer than ten thousand years");
  CHECK_FALSE(base::parse_duration("-3650001d").ok());
  CHECK_FALSE(base::parse_duration(std::string(400, '9') + "s").ok());
  CHECK(duration(std::string(1000, '0') + "1s") == 1s);
}

TEST_CASE("a written duration reads back as itself", "[base][units]") {
  CHECK(base::format_duration(90s) == "1m30s");
  CHECK(base::format_duration(-1500ms) == "-1s500ms");
  for (const Duration one : {Duration(0), Duration(1), Duration(-1), Duration(999999), Duration(86400000000),
                             duration("3650000d"), duration("-1d2h3m4s5ms6us")}) {
    CHECK(duration(base::format_duration(one)) == one);
  }
}

TEST_CASE("the longest durations of 64 bits can be written", "[base][units]") {
  CHECK(base::format_duration(Duration::max()) == "106751991d4h54s775ms807us");
  CHECK(base::format_duration(Duration::min()) == "-106751991d4h54s775ms808us");
}

TEST_CASE("a size is whole bytes with a unit of 1000 or 1024", "[base][units]") {
  CHECK(*base::parse_size("0B") == 0);
  CHECK(*base::parse_size("512B") == 512);
  CHECK(*base::parse_size("16KB") == 16000);
  CHECK(*base::parse_size("16KiB") == 16384);
  CHECK(*base::parse_size("1.5KiB") == 1536);
  CHECK(*base::parse_size("2GiB") == 2147483648U);
  CHECK(*base::parse_size("9007199254740992B") == 9007199254740992U);
  for (const std::string text : {"", "5", "B", "-1B", "1.5B", "5kb", "5 KiB", "1TiB", "9007199254740994B", "1KiB1B"}) {
    CAPTURE(text);
    REQUIRE_FALSE(base::parse_size(text).ok());
    CHECK(base::parse_size(text).error().message ==
          "\"" + text + "\" is not a size; write a number with a unit: 512B, 16KiB, 2MiB");
  }
}

TEST_CASE("a share is a percentage from none to all", "[base][units]") {
  CHECK(*base::parse_share("0%") == 0.0);
  CHECK(*base::parse_share("5%") == 0.05);
  CHECK(*base::parse_share("0.1%") == Approx(0.001));
  CHECK(*base::parse_share("100%") == 1.0);
  for (const std::string text : {"", "%", "5", "0.05", "-1%", "100.1%", "101%", "5 %", "5%%", "1e1%"}) {
    CAPTURE(text);
    REQUIRE_FALSE(base::parse_share(text).ok());
    CHECK(base::parse_share(text).error().message ==
          "\"" + text + "\" is not a share; write a percentage from 0% to 100%: 5%, 0.1%");
  }
}

TEST_CASE("a moment is a date or a date and time in UTC", "[base][units]") {
  const base::Instant day = std::chrono::sys_days(std::chrono::year(2028) / 2 / 29);
  CHECK(*base::parse_instant("2028-02-29") == day);
  CHECK(*base::parse_instant("2028-02-29T23:59:59.000001Z") == day + 24h - 1s + 1us);
  CHECK(*base::parse_instant("2028-02-29T00:00:00.5Z") == day + 500ms);
  for (const std::string text : {"", "2027-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1", "2026-01-01T",
                                 "2026-01-01T00:00:00", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
                                 "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567Z",
                                 "2026-01-01T00:00:00+00:00", "2026-01-01t00:00:00Z", "2026-01-01 ", "-026-01-01"}) {
    CAPTURE(text);
    REQUIRE_FALSE(base::parse_instant(text).ok());
    CHECK(base::parse_instant(text).error().message ==
          "\"" + text + "\" is not a time in UTC; write 2026-01-01T00:00:00Z or 2026-01-01");
  }
}

TEST_CASE("a written moment has as many digits as it needs and reads back", "[base][units]") {
  for (const std::string text : {"2026-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "0000-01-01T00:00:00.000001Z",
                                 "9999-12-31T23:59:59.999999Z", "1970-01-01T00:00:00.120Z"}) {
    CHECK(base::format_instant(*base::parse_instant(text)) == text);
  }
}
