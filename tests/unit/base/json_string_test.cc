// The escaper of JSON strings: short and long texts, and every byte at every position.
#include "base/json_string.h"

#include <nlohmann/json.hpp>
#include <string>

#include "support/catch.h"

using jobrig::base::append_json_characters;
using jobrig::base::json_string;

TEST_CASE("quotes and backslashes and control characters are escaped", "[base]") {
  CHECK(json_string("") == R"("")");
  CHECK(json_string(R"(a"b\c/d)") == R"("a\"b\\c/d")");
  CHECK(json_string("\b\t\n\v\f\r") == R"("\b\t\n\u000b\f\r")");
  CHECK(json_string(std::string("\0\x1f\x7f", 3)) == "\"\\u0000\\u001f\x7f\"");
}

TEST_CASE("characters beyond ASCII stay as they are", "[base]") {
  CHECK(json_string("grün 東京 🙂") == "\"grün 東京 🙂\"");
}

TEST_CASE("each byte that is not UTF-8 becomes a replacement character", "[base]") {
  CHECK(json_string("a\xff"
                    "b") ==
        "\"a\xEF\xBF\xBD"
        "b\"");
  CHECK(json_string("\xC0\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
  CHECK(json_string("\xED\xA0\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
  CHECK(json_string("\xE2\x82") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST_CASE("every byte in any place gives JSON that another parser reads", "[base]") {
  for (unsigned first = 0; first < 256; ++first) {
    for (unsigned second = 0; second < 256; ++second) {
      const std::string text{static_cast<char>(first), static_cast<char>(second), 'z'};
      REQUIRE(nlohmann::json::accept(json_string(text)));
    }
  }
}

TEST_CASE("a text of any length is escaped in every place", "[base]") {
  // Lengths around the step of eight bytes and the block of 256 bytes.
  for (const std::size_t size : {1U, 7U, 8U, 9U, 15U, 16U, 17U, 255U, 256U, 257U, 600U}) {
    for (std::size_t place = 0; place < size; ++place) {
      for (const char* special : {"\"", "\\", "\t", "\x01", "\xc3\xa4", "\xf0\x9f\x98\x80"}) {
        std::string text(size, 'x');
        text.replace(place, 1, special);
        REQUIRE(nlohmann::json::parse(json_string(text)).get<std::string>() == text);
      }
    }
  }
}

TEST_CASE("characters are appended up to the first byte that is not UTF-8", "[base]") {
  std::string json = "before ";
  CHECK(append_json_characters(json, "a\"\xc3\xa4\xff z") == 4);
  CHECK(json == "before a\\\"\xc3\xa4");
  CHECK(append_json_characters(json, "") == 0);
}
