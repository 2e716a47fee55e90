// Name patterns: the grammar, and whether two patterns contain a common name.
#include "load/name_pattern.h"

#include <string>
#include <vector>

#include "support/catch.h"

using namespace jobrig;

namespace {

model::NamePattern pattern(const std::string& text) {
  const auto parsed = load::parse_name_pattern(text);
  REQUIRE(parsed.ok());
  return *parsed;
}

std::string mistake(const std::string& text) {
  const auto parsed = load::parse_name_pattern(text);
  return parsed ? "" : parsed.error().message;
}

/// The same result by comparing all names.
bool overlap_by_names(const model::NamePattern& a, const model::NamePattern& b) {
  for (std::uint64_t i = a.first; i <= a.last; ++i) {
    for (std::uint64_t j = b.first; j <= b.last; ++j) {
      if (load::name_of(a, i) == load::name_of(b, j)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

TEST_CASE("a name pattern is a literal or a range or the number of one", "[load]") {
  CHECK(pattern("thermostat-1").kind == model::NamePattern::Kind::kLiteral);
  const auto range = pattern("sensor-{1..100000}-x");
  CHECK(range.kind == model::NamePattern::Kind::kRange);
  CHECK(range.first == 1);
  CHECK(range.last == 100000);
  CHECK(load::name_of(range, 7) == "sensor-7-x");
  CHECK(pattern("calibrate-{n}").kind == model::NamePattern::Kind::kNumber);
}

TEST_CASE("what is wrong with a name pattern is said in a sentence", "[load]") {
  CHECK(mistake("s-{01..20}") == "the numbers of \"{01..20}\" have leading zeros; write {1..20}");
  CHECK(mistake("s-{5..1}") == "the range \"{5..1}\" ends before it begins");
  CHECK(mistake("s-{0..1000000000000}") == "the range \"{0..1000000000000}\" contains more than 10^12 numbers");
  CHECK(mistake("s-{1..1000000000000000}") == "the numbers of \"{1..1000000000000000}\" must be below 10^15");
  CHECK(mistake("s-{1..2}{3..4}") == "a name can contain one pair of braces only: \"s-{1..2}{3..4}\"");
  CHECK(mistake("s-{1..2") == "unbalanced brace in \"s-{1..2\"");
  CHECK(mistake("s-{thing}") ==
        "\"{thing}\" is not valid; use a range such as {1..100}, or {n} in a job name for the number of "
        "its thing");
}

TEST_CASE("two patterns overlap when some name is made by both", "[load]") {
  const std::vector<std::string> texts{"s-{1..12}",    "s-1{0..9}",  "s-{0..3}5",   "s-5-{1..9}", "s-{1..9}-1",
                                       "s-{100..120}", "s-1{0..2}0", "s-{10..15}0", "t{1..3}",    "{0..120}",
                                       "1{0..30}",     "{1..9}1",    "s-0{1..9}"};
  for (const std::string& one : texts) {
    for (const std::string& other : texts) {
      CAPTURE(one, other);
      CHECK(load::overlap(pattern(one), pattern(other)) == overlap_by_names(pattern(one), pattern(other)));
    }
  }
}

TEST_CASE("a literal overlaps a range when the range makes it", "[load]") {
  CHECK(load::overlap(pattern("s-7"), pattern("s-{1..9}")));
  CHECK(load::overlap(pattern("s-{1..9}"), pattern("s-7")));
  CHECK_FALSE(load::overlap(pattern("s-07"), pattern("s-{1..9}")));
  CHECK_FALSE(load::overlap(pattern("s-10"), pattern("s-{1..9}")));
  CHECK_FALSE(load::overlap(pattern("s-"), pattern("s-{1..9}")));
}
