// Fields: the values and mistakes of each getter, and the keys that no getter named.
#include "base/fields.h"

#include <limits>
#include <string>

#include "support/catch.h"
#include "support/loading.h"

using namespace jobrig;
using base::Fields;
using base::Node;

namespace {

/// Reads a map with `read`, which calls one getter. Returns the mistakes as text.
template <typename Read>
std::string mistakes_in(const std::string& yaml, const Read& read) {
  base::Diagnostics diagnostics;
  const auto node = yaml::read_yaml(yaml, "test.yaml", diagnostics);
  REQUIRE(node.has_value());
  Fields fields(*node, "a thing", diagnostics);
  read(fields);
  return test::in_words(diagnostics);
}

std::string integer_mistake(const std::string& value, std::int64_t least, std::int64_t most) {
  return mistakes_in("{k: " + value + "}", [&](Fields& fields) { CHECK_FALSE(fields.integer("k", least, most)); });
}

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

}  // namespace

TEST_CASE("an absent member is nothing and no mistake", "[base][fields]") {
  const std::string words = mistakes_in("{}", [](Fields& fields) {
    CHECK_FALSE(fields.text("a"));
    CHECK_FALSE(fields.boolean("a"));
    CHECK_FALSE(fields.integer("a", 0, 1));
    CHECK_FALSE(fields.number("a", 0, 1));
    CHECK_FALSE(fields.duration("a"));
    CHECK_FALSE(fields.instant("a"));
    CHECK_FALSE(fields.size("a"));
    CHECK_FALSE(fields.share("a"));
    CHECK_FALSE(fields.word("a", {"x"}));
    CHECK(fields.node("a") == nullptr);
    fields.finish();
  });
  CHECK(words == "");
}

TEST_CASE("integers reach both ends of 64 bits and minus zero is zero", "[base][fields]") {
  const std::string words = mistakes_in("{a: -9223372036854775808, b: 9223372036854775807, c: -0}", [](Fields& fields) {
    CHECK(fields.integer("a", kMin, kMax) == kMin);
    CHECK(fields.integer("b", kMin, kMax) == kMax);
    CHECK(fields.integer("c", 0, 0) == 0);
  });
  CHECK(words == "");
}

TEST_CASE("a value that is not a whole number within bounds is reported as written", "[base][fields]") {
  const std::string wanted = "1:5: \"k\" must be a whole number from 1 to 9";
  CHECK(integer_mistake("0", 1, 9) == wanted + ", not \"0\"\n");
  CHECK(integer_mistake("10", 1, 9) == wanted + ", not \"10\"\n");
  CHECK(integer_mistake("5.0", 1, 9) == wanted + ", not \"5.0\"\n");
  CHECK(integer_mistake("5e0", 1, 9) == wanted + ", not \"5e0\"\n");
  CHECK(integer_mistake("\"5\"", 1, 9) == wanted + ", not the text \"5\"\n");
  CHECK(integer_mistake("[5]", 1, 9) == wanted + ", not a list\n");
  CHECK(integer_mistake("~", 1, 9) == wanted + ", not nothing\n");
  CHECK(integer_mistake("05", 1, 9) == wanted + "; \"05\" is read differently by different programs\n");
  CHECK(integer_mistake("9223372036854775808", 1, 9) == wanted + ", not \"9223372036854775808\"\n");
}

TEST_CASE("decimal numbers keep their bounds and minus zero is not below zero", "[base][fields]") {
  const std::string good = mistakes_in("{a: 0.25, b: 1e6, c: -0, d: -0.0}", [](Fields& fields) {
    CHECK(fields.number("a", 0, 1) == 0.25);
    CHECK(fields.number("b", 0, 1e6) == 1e6);
    CHECK(fields.number("c", 0, 1) == 0.0);
    CHECK(fields.number("d", 0, 1) == 0.0);
  });
  CHECK(good == "");
  const std::string bad = mistakes_in("{a: 1e999, b: -0.1, c: .inf, d: \"1\", e: 5s}", [](Fields& fields) {
    for (const char* key : {"a", "b", "c", "d", "e"}) {
      CHECK_FALSE(fields.number(key, 0, 1000000));
    }
  });
  CHECK(bad ==
        "1:5: \"a\" must be a number from 0 to 1000000, not \"1e999\"\n"
        "1:15: \"b\" must be a number from 0 to 1000000, not \"-0.1\"\n"
        "1:24: \"c\" must be a number from 0 to 1000000, not \".inf\"\n"
        "1:33: \"d\" must be a number from 0 to 1000000, not the text \"1\"\n"
        "1:41: \"e\" must be a number from 0 to 1000000, not \"5s\"\n");
}

TEST_CASE("text is plain text or anything in quotes", "[base][fields]") {
  const std::string words = mistakes_in("{a: no, b: \"5\", c: 5, d: true, e: 010, f: {}, g: ''}", [](Fields& fields) {
    CHECK(fields.text("a") == "no");
    CHECK(fields.text("b") == "5");
    CHECK(fields.text("g") == "");
    for (const char* key : {"c", "d", "e", "f"}) {
      CHECK_FALSE(fields.text(key));
    }
  });
  CHECK(words ==
        "1:20: \"c\" must be text; write \"5\" in quotes\n"
        "1:26: \"d\" must be text; write \"true\" in quotes\n"
        "1:35: \"e\" must be text; write \"010\" in quotes\n"
        "1:43: \"f\" must be text, not a map\n");
}

TEST_CASE("only true and false are booleans", "[base][fields]") {
  const std::string words = mistakes_in("{a: true, b: false, c: True, d: yes, e: \"true\"}", [](Fields& fields) {
    CHECK(fields.boolean("a") == true);
    CHECK(fields.boolean("b") == false);
    for (const char* key : {"c", "d", "e"}) {
      CHECK_FALSE(fields.boolean(key));
    }
  });
  CHECK(words ==
        "1:24: \"c\" must be true or false, not \"True\"\n"
        "1:33: \"d\" must be true or false, not \"yes\"\n"
        "1:41: \"e\" must be true or false, not the text \"true\"\n");
}

TEST_CASE("a negative duration is taken only where it may be", "[base][fields]") {
  const std::string words = mistakes_in("{a: -5s, b: [], c: -0s}", [](Fields& fields) {
    CHECK(fields.duration("a", true) == std::chrono::seconds(-5));
    CHECK_FALSE(fields.duration("a"));
    CHECK_FALSE(fields.duration("b"));
    CHECK(fields.duration("c") == base::Duration::zero());
  });
  CHECK(words ==
        "1:5: \"a\" must not be negative\n"
        "1:13: \"b\" cannot be a list; write a number with a unit: 250ms, 5s, 2m, 1h30m, 7d\n");
}

TEST_CASE("unknown keys are reported with the nearest known key", "[base][fields]") {
  const std::string words = mistakes_in("{staus: 1, zzzzzzzz: 2, status: x}", [](Fields& fields) {
    fields.node("status");
    fields.node("details");
    fields.finish();
  });
  CHECK(words ==
        "1:2: a thing has no key \"staus\"; did you mean \"status\"?\n"
        "1:12: a thing has no key \"zzzzzzzz\"; valid keys: status, details\n");
}

TEST_CASE("a required member that is absent is told at the map", "[base][fields]") {
  CHECK(mistakes_in("{}", [](Fields& fields) { CHECK(fields.required("k") == nullptr); }) ==
        "1:1: a thing needs \"k\"\n");
}

TEST_CASE("a value that is not a map is reported once", "[base][fields]") {
  const std::string words = mistakes_in("~", [](Fields& fields) {
    CHECK(fields.required("k") == nullptr);
    fields.finish();
  });
  CHECK(words == "1:1: a thing must be a map, not nothing ({} is an empty one)\n");
}

TEST_CASE("quoted text is cut at 40 characters and shows nothing that a terminal obeys", "[base][fields]") {
  CHECK(base::quoted("") == "\"\"");
  CHECK(base::quoted(std::string(40, 'x')) == "\"" + std::string(40, 'x') + "\"");
  CHECK(base::quoted(std::string(41, 'x')) == "\"" + std::string(40, 'x') + "…\"");
  CHECK(base::quoted("a\x1b[31m\n\xFF\xE2\x80\xAE") == "\"a?[31m???\"");
  CHECK(base::quoted("é") == "\"é\"");
}

TEST_CASE("mistakes beyond the thousandth are counted and no more", "[base][diagnostics]") {
  base::Diagnostics diagnostics;
  for (std::size_t i = 0; i < base::Diagnostics::kMax; ++i) {
    CHECK_FALSE(diagnostics.full());
    diagnostics.add({}, "x");
  }
  CHECK(diagnostics.full());
  CHECK(diagnostics.left_out() == 0);
  diagnostics.add({}, "x");
  CHECK(diagnostics.list().size() == 1000);
  CHECK(diagnostics.left_out() == 1);
}
