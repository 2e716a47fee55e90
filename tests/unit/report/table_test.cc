// Tables as text: whole lines, lines that fit a terminal, and names alone.
#include "report/table.h"

#include <sstream>
#include <string>

#include "base/utf8.h"
#include "support/catch.h"

using namespace jobrig;

namespace {

report::Table table_of_words() {
  return {{"name", "count", "summary"},
          {{std::string("first"), std::int64_t{1}, std::string("one two three four five six")},
           {std::string("second"), std::int64_t{22}, std::string("é é é")}}};
}

std::size_t longest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);) {
    longest = std::max(longest, base::count_code_points(line).value_or(line.size()));
  }
  return longest;
}

}  // namespace

TEST_CASE("without a width each row of a table is one line", "[report][table]") {
  CHECK(report::table_text(table_of_words()) ==
        "NAME    COUNT  SUMMARY\n"
        "first   1      one two three four five six\n"
        "second  22     é é é\n");
}

TEST_CASE("a table that is too wide for the terminal is wrapped at blanks", "[report][table]") {
  CHECK(report::table_text(table_of_words(), 30) ==
        "NAME    COUNT  SUMMARY\n"
        "first   1      one two three\n"
        "               four five six\n"
        "second  22     é é é\n");
  CHECK(report::table_text(table_of_words(), 42) == report::table_text(table_of_words()));
}

TEST_CASE("a word that is longer than its column is cut between characters", "[report][table]") {
  std::string word;
  for (int i = 0; i < 20; ++i) {
    word += "é";
  }
  const std::string text = report::table_text({{"a", "b"}, {{std::string("x"), word}}}, 15);
  CHECK(text == "A  B\nx  éééééééééééé\n   éééééééé\n");
}

TEST_CASE("a table fits any width that leaves its columns readable", "[report][table]") {
  const report::Table table{{"a", "b", "c"},
                            {{std::string(50, 'x'), std::string("y y y y y y y y y y y y y y y y y y y y y y y y"),
                              std::vector<std::string>{"one", "two", "three", "four", "five", "six"}}}};
  for (std::size_t width = 40; width < 140; ++width) {
    CAPTURE(width);
    CHECK(longest_line(report::table_text(table, width)) <= width);
  }
  CHECK(longest_line(report::table_text(table, 10)) == 40);  // too narrow: each column keeps 12 characters
}

TEST_CASE("the names of a table are its first column without a heading", "[report][table]") {
  CHECK(report::table_names(table_of_words()) == "first\nsecond\n");
}

TEST_CASE("a row of a table is printed as a record", "[report][table]") {
  CHECK(report::record_text(table_of_words(), 0) ==
        "name     first\n"
        "count    1\n"
        "summary  one two three four five six\n");
}
