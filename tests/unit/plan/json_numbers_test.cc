// Numbers and timestamps appended to JSON text.
#include "plan/json_numbers.h"

#include <limits>
#include <string>

#include "support/catch.h"
#include "support/planning.h"

using jobrig::model::TimestampUnit;
using jobrig::plan::append_json_integer;
using jobrig::plan::append_json_timestamp;
using jobrig::test::instant;

namespace {

std::string as_timestamp(std::string_view text, TimestampUnit unit) {
  std::string json;
  append_json_timestamp(json, instant(text), unit);
  return json;
}

}  // namespace

TEST_CASE("integers reach both ends of 64 bits", "[plan]") {
  std::string json;
  append_json_integer(json, std::numeric_limits<std::int64_t>::min());
  json += ' ';
  append_json_integer(json, std::numeric_limits<std::int64_t>::max());
  CHECK(json == "-9223372036854775808 9223372036854775807");
}

TEST_CASE("timestamps come in their unit and are rounded down", "[plan]") {
  constexpr std::string_view kMoment = "2026-01-01T00:00:00.987654Z";
  CHECK(as_timestamp(kMoment, TimestampUnit::kSeconds) == "1767225600");
  CHECK(as_timestamp(kMoment, TimestampUnit::kMilliseconds) == "1767225600987");
  CHECK(as_timestamp(kMoment, TimestampUnit::kFloatSeconds) == "1767225600.987");
  CHECK(as_timestamp("2026-01-01T00:00:00.007Z", TimestampUnit::kFloatSeconds) == "1767225600.007");
  CHECK(as_timestamp("1969-12-31T23:59:59.500Z", TimestampUnit::kSeconds) == "-1");
  CHECK(as_timestamp("1969-12-31T23:59:59.500Z", TimestampUnit::kFloatSeconds) == "-0.500");
}
