#include "base/utf8.h"

#include <string>

#include "support/catch.h"

using namespace jobrig;
using namespace std::string_literals;

TEST_CASE("the ends of every length of UTF-8 are read", "[base][utf8]") {
  const std::pair<std::string, char32_t> forms[] = {
      {"\0"s, 0x00},
      {"\x7F", 0x7F},
      {"\xC2\x80", 0x80},
      {"\xDF\xBF", 0x7FF},
      {"\xE0\xA0\x80", 0x800},
      {"\xED\x9F\xBF", 0xD7FF},
      {"\xEE\x80\x80", 0xE000},
      {"\xEF\xBF\xBF", 0xFFFF},
      {"\xF0\x90\x80\x80", 0x10000},
      {"\xF4\x8F\xBF\xBF", 0x10FFFF},
  };
  for (const auto& [bytes, point] : forms) {
    const std::string text = bytes + "rest";
    std::string_view rest = text;
    CAPTURE(static_cast<std::uint32_t>(point));
    CHECK(base::take_code_point(rest) == point);
    CHECK(rest == "rest");
  }
}

TEST_CASE("ill-formed UTF-8 is refused at its place", "[base][utf8]") {
  const std::string bad = GENERATE(values<std::string>({
      "\x80",              // a continuation byte alone
      "\xC0\xAF",          // overlong
      "\xC1\xBF",          // overlong
      "\xE0\x9F\xBF",      // overlong
      "\xED\xA0\x80",      // a surrogate
      "\xF0\x8F\xBF\xBF",  // overlong
      "\xF4\x90\x80\x80",  // above U+10FFFF
      "\xF5\x80\x80\x80",  // not a lead byte
      "\xFF",              // not a lead byte
      "\xC3",              // truncated
      "\xE2\x82",          // truncated
      "\xE2\x28\xA1",      // missing continuation byte in the middle
      "\xE2\x82\x28",      // missing continuation byte at the end
      "\xF0\x9F\x98",      // truncated
  }));
  CHECK(base::first_invalid_utf8("ok \xC3\xA4 " + bad) == 6U);
  CHECK_FALSE(base::count_code_points(bad).has_value());
  std::string_view rest = bad;
  CHECK_FALSE(base::take_code_point(rest).has_value());
  CHECK(rest == bad);
}

TEST_CASE("characters are counted as code points", "[base][utf8]") {
  CHECK(base::count_code_points("") == 0U);
  CHECK(base::count_code_points("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80") == 4U);
  CHECK_FALSE(base::first_invalid_utf8("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80").has_value());
}

TEST_CASE("the control category contains the invisible characters", "[base][utf8]") {
  for (const char32_t point : {0x00,   0x1F,    0x7F,    0x9F,    0xAD,    0x600,   0x200B,  0x200F,  0x202E,
                               0x2066, 0xD800,  0xDFFF,  0xE000,  0xF8FF,  0xFDD0,  0xFDEF,  0xFEFF,  0xFFFE,
                               0xFFFF, 0x110BD, 0x110CD, 0x1FFFE, 0xE0001, 0xE007F, 0xF0000, 0x10FFFF}) {
    CAPTURE(static_cast<std::uint32_t>(point));
    CHECK(base::is_control_category(point));
  }
}

TEST_CASE("letters and spaces and unassigned code points are not in the control category", "[base][utf8]") {
  for (const char32_t point :
       {0x20,   0x7E,   0xA0,   0xAC,   0xAE,   0x5FF,  0x606,   0x200A,  0x2010,  0x2028,  0x2065,
        0xD7FF, 0xF900, 0xFDCF, 0xFDF0, 0xFFFC, 0xFFFD, 0x10000, 0x110BE, 0x1F600, 0x40000, 0xEFFFD}) {
    CAPTURE(static_cast<std::uint32_t>(point));
    CHECK_FALSE(base::is_control_category(point));
  }
}
