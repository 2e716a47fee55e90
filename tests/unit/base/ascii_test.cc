#include "base/ascii.h"

#include "support/catch.h"

using namespace jobrig;

TEST_CASE("only ASCII letters have a case", "[base]") {
  CHECK(base::to_lower("Content-TYPE @[`{ Ä") == "content-type @[`{ Ä");
  CHECK(base::to_upper("Content-type @[`{ ä") == "CONTENT-TYPE @[`{ ä");
  CHECK(base::equals_ignoring_case("X-Amz-Date", "x-amz-DATE"));
  CHECK_FALSE(base::equals_ignoring_case("x-amz-date", "x-amz-dat"));
  CHECK_FALSE(base::equals_ignoring_case("@", "`"));  // 0x20 apart, like the two cases of a letter
  CHECK(base::starts_with_ignoring_case("Bearer x", "bearer "));
  CHECK_FALSE(base::starts_with_ignoring_case("Bear", "bearer"));
}

TEST_CASE("a byte above 0x7F is neither a letter nor a digit", "[base]") {
  for (const char c : {'\x80', '\xb2', '\xe4', '\xff'}) {
    CHECK_FALSE(base::is_alphanumeric(c));
    CHECK(base::hex_value(c) == -1);
  }
  for (const char c : {'0', '9', 'a', 'z', 'A', 'Z'}) {
    CHECK(base::is_alphanumeric(c));
  }
  for (const char c : {'/', ':', '@', '[', '`', '{'}) {
    CHECK_FALSE(base::is_alphanumeric(c));
  }
}

TEST_CASE("hexadecimal digits are written and read back for every byte", "[base]") {
  for (int byte = 0; byte < 256; ++byte) {
    for (const std::string_view digits : {base::kHexDigits, base::kUpperHexDigits}) {
      std::string text = "0x";
      base::append_hex(text, static_cast<char>(byte), digits);
      REQUIRE(text.size() == 4);
      CHECK(base::hex_value(text[2]) * 16 + base::hex_value(text[3]) == byte);
    }
  }
  CHECK(base::hex_value('g') == -1);
  CHECK(base::hex_value('G') == -1);
  CHECK(base::hex_value('/') == -1);
}
