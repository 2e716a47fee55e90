// The lists of normative statements in tests/golden are made from the tags of the tests in this folder: [v3-3.1.0-1] is
// the statement MQTT-3.1.0-1 of MQTT 3.1.1, [v5-3.1.0-1] that of MQTT 5.0.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "mqtt/rules.h"
#include "support/catch.h"
#include "support/golden.h"
#include "support/paths.h"

using namespace jobrig;

namespace {

struct StatementTest {
  std::string name;
  std::string tags;
};

// The content of the string literals from `at` on, which are joined as the compiler does. Moves `at` behind them.
std::string literals(const std::string& text, std::size_t& at) {
  std::string joined;
  while (at < text.size() && (text[at] == '"' || text[at] == ' ' || text[at] == '\n')) {
    if (text[at] == '"') {
      const std::size_t end = text.find('"', at + 1);
      joined += text.substr(at + 1, end - at - 1);
      at = end;
    }
    ++at;
  }
  return joined;
}

std::vector<StatementTest> tests_of_mqtt() {
  std::vector<StatementTest> tests;
  for (const auto& entry : std::filesystem::directory_iterator(test::source_folder() / "tests/unit/mqtt")) {
    std::ifstream file(entry.path());
    std::ostringstream stream;
    stream << file.rdbuf();
    const std::string text = stream.str();
    const std::string opening = "\nTEST_CASE(";
    for (std::size_t at = text.find(opening); at != std::string::npos; at = text.find(opening, at)) {
      at += opening.size();
      StatementTest test;
      test.name = literals(text, at);
      ++at;  // the comma
      test.tags = literals(text, at);
      tests.push_back(test);
    }
  }
  return tests;
}

// 3.1.2-10 as numbers, so that it sorts behind 3.1.2-9.
std::array<int, 4> order_of(std::string statement) {
  std::replace(statement.begin(), statement.end(), '.', ' ');
  std::replace(statement.begin(), statement.end(), '-', ' ');
  std::istringstream numbers(statement);
  std::array<int, 4> order{};
  for (int& number : order) {
    numbers >> number;
  }
  return order;
}

std::string table_of(const std::string& prefix) {
  std::map<std::array<int, 4>, std::pair<std::string, std::set<std::string>>> rows;
  for (const StatementTest& test : tests_of_mqtt()) {
    for (std::size_t at = test.tags.find(prefix); at != std::string::npos; at = test.tags.find(prefix, at)) {
      at += prefix.size();
      const std::string statement = test.tags.substr(at, test.tags.find(']', at) - at);
      auto& row = rows[order_of(statement)];
      row.first = statement;
      row.second.insert(test.name);
    }
  }
  std::string table;
  for (const auto& [order, row] : rows) {
    table += "MQTT-" + row.first + ": ";
    for (const std::string& name : row.second) {
      table += (name == *row.second.begin() ? "" : "; ") + name;
    }
    table += "\n";
  }
  return table;
}

}  // namespace

TEST_CASE("a list names the tests of each statement of MQTT", "[golden]") {
  for (const auto& [prefix, file] :
       {std::pair("[v3-", "mqtt-3.1.1-statements.txt"), {"[v5-", "mqtt-5.0-statements.txt"}}) {
    const std::string expected = table_of(prefix);
    INFO("JOBRIG_WRITE_GOLDEN=1 build/dev/jobrig_unit_tests \"[golden]\" writes it");
    CHECK(test::golden(file, expected) == expected);
  }
}

TEST_CASE("every rule that received bytes can break has a test for its statements", "[mqtt]") {
  std::string tags;
  for (const StatementTest& test : tests_of_mqtt()) {
    tags += test.tags;
  }
  const auto tagged = [&](const char* prefix, std::string_view statement) {
    return statement.empty() || tags.find(prefix + std::string(statement.substr(5)) + ']') != std::string::npos;
  };
  for (const mqtt::RuleRow& row : mqtt::rules()) {
    CAPTURE(row.text);
    CHECK(tagged("[v3-", row.statement_311));
    CHECK(tagged("[v5-", row.statement_5));
  }
}
