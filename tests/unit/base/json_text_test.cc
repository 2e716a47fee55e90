// Conversion from YAML to JSON text: the form of a scalar determines its type, and the order is kept.
#include "base/json_text.h"

#include "support/catch.h"
#include "support/loading.h"
#include "yaml/reader.h"

using namespace jobrig;

namespace {

std::string json_of(const std::string& yaml) {
  base::Diagnostics diagnostics;
  const auto node = yaml::read_yaml(yaml, "test.yaml", diagnostics);
  REQUIRE(node.has_value());
  const auto text = base::json_text(*node, "\"document\"", diagnostics);
  return text.has_value() == diagnostics.empty() ? text.value_or(test::in_words(diagnostics)) : "does not fit";
}

}  // namespace

TEST_CASE("plain scalars are typed by their form and quoted ones are strings", "[load]") {
  CHECK(json_of("{b: 5, a: -0.25e3, t: true, f: false, n: null, e: , s: text, no: no}") ==
        R"({"b":5,"a":-0.25e3,"t":true,"f":false,"n":null,"e":null,"s":"text","no":"no"})");
  CHECK(json_of("['5', \"true\", '', 1.2.3, 2026-01-01]") == R"(["5","true","","1.2.3","2026-01-01"])");
}

TEST_CASE("numbers keep all of their digits", "[load]") {
  CHECK(json_of("[9223372036854775808123, 0.10]") == "[9223372036854775808123,0.10]");
}

TEST_CASE("strings are escaped and their UTF-8 is kept", "[load]") {
  CHECK(json_of(R"(["a\"b\\c\n\t\0\x1f", "é"])") == R"(["a\"b\\c\n\t\u0000\u001f","é"])");
}

TEST_CASE("forms that readers disagree on are refused where they stand", "[load]") {
  const std::string rest =
      " is read differently by different programs; write it as JSON does, or in quotes when it is text\n";
  CHECK(json_of("{a: 010, b: [True]}") == "1:5: \"document\": \"010\"" + rest + "1:14: \"document\": \"True\"" + rest);
  for (const std::string form : {"0x1F", "+5", ".5", "5.", ".inf", ".nan", "0o17"}) {
    CHECK(json_of("[" + form + "]") == "1:2: \"document\": \"" + form + "\"" + rest);
  }
}
