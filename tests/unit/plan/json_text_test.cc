// JSON written by hand: escaping, numbers, timestamps.
#include "plan/json_text.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "support/catch.h"
#include "support/planning.h"

using jobrig::model::TimestampUnit;
using jobrig::plan::append_json_integer;
using jobrig::plan::append_json_string;
using jobrig::plan::append_json_timestamp;
using jobrig::test::instant;

namespace {

std::string as_string(std::string_view text) {
  std::string json;
  append_json_string(json, text);
  return json;
}

std::string as_timestamp(std::string_view text, TimestampUnit unit) {
  std::string json;
  append_json_timestamp(json, instant(text), unit);
  return json;
}

}  // namespace

TEST_CASE("quotes and backslashes and control characters are escaped", "[plan]") {
  CHECK(as_string("") == R"("")");
  CHECK(as_string(R"(a"b\c/d)") == R"("a\"b\\c/d")");
  CHECK(as_string("\b\t\n\v\f\r") == R"("\b\t\n\u000b\f\r")");
  CHECK(as_string(std::string("\0\x1f\x7f", 3)) == "\"\\u0000\\u001f\x7f\"");
}

TEST_CASE("characters beyond ASCII stay as they are", "[plan]") {
  CHECK(as_string("grün 東京 🙂") == "\"grün 東京 🙂\"");
}

TEST_CASE("each byte that is no UTF-8 becomes a replacement character", "[plan]") {
  CHECK(as_string("a\xff"
                  "b") ==
        "\"a\xEF\xBF\xBD"
        "b\"");
  CHECK(as_string("\xC0\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
  CHECK(as_string("\xED\xA0\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
  CHECK(as_string("\xE2\x82") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST_CASE("every byte in any place gives JSON that another parser reads", "[plan]") {
  for (unsigned first = 0; first < 256; ++first) {
    for (unsigned second = 0; second < 256; ++second) {
      const std::string text{static_cast<char>(first), static_cast<char>(second), 'z'};
      REQUIRE(nlohmann::json::accept(as_string(text)));
    }
  }
}

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
