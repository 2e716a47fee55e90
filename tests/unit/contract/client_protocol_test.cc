// The client protocol: the examples in its guide match the schema, the guide names everything in the schema, and
// invalid lines are rejected at the right location.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "contract/schemas.h"
#include "model/conformance_words.h"
#include "support/catch.h"
#include "support/markdown.h"
#include "support/paths.h"

using namespace jobrig;
using nlohmann::json;

namespace {

constexpr const char* kSchema = "client-protocol.schema.json";

std::string page() {
  std::ifstream file(test::source_folder() / "schemas/client-protocol.md", std::ios::binary);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The lines of the conversation in the guide.
std::vector<std::string> examples() {
  std::vector<std::string> lines;
  for (const auto& block : test::markdown_blocks(page())) {
    std::istringstream text(block.info == "jsonl" ? block.text : "");
    for (std::string line; std::getline(text, line);) {
      lines.push_back(line);
    }
  }
  return lines;
}

/// The violations of a line: one pointer and message per line; empty if it is valid.
std::string schema_says(const std::string& line) {
  std::string words;
  for (const auto& violation : contract::validate_against(kSchema, line)) {
    words += violation.pointer + " " + violation.message + "\n";
  }
  return words;
}

json the_schema() {
  const auto files = contract::schema_files();
  const auto file = std::find_if(files.begin(), files.end(), [](const auto& one) { return one.path == kSchema; });
  REQUIRE(file != files.end());
  return json::parse(file->text);
}

/// All words in backticks in the first cells of the guide's tables with this header.
std::set<std::string> words_below(const std::string& head) {
  std::set<std::string> words;
  for (const auto& table : test::markdown_tables(page())) {
    for (const auto& row : table.rows) {
      std::istringstream cell(table.head.front() == head ? row.front() : "");
      std::string word;
      for (bool quoted = false; std::getline(cell, word, '`'); quoted = !quoted) {
        if (quoted) {
          words.insert(word);
        }
      }
    }
  }
  return words;
}

}  // namespace

TEST_CASE("the client protocol's examples keep its schema and show every kind of line", "[protocol][schema]") {
  std::set<std::string> seen;
  for (const std::string& line : examples()) {
    CAPTURE(line);
    CHECK(schema_says(line) == "");
    const json message = json::parse(line);
    seen.insert(message.at("type").get<std::string>() + " " + message.value("outcome", ""));
  }
  CHECK(seen == std::set<std::string>{"hello ", "call ", "result success", "result error", "result unable", "bye "});
}

TEST_CASE("the client protocol's page names the words of its schema", "[protocol][docs]") {
  const json definitions = the_schema().at("definitions");
  CHECK(words_below("feature") == definitions["feature"]["enum"].get<std::set<std::string>>());
  CHECK(words_below("`outcome`") ==
        definitions["result"]["properties"]["outcome"]["enum"].get<std::set<std::string>>());
  json in_schema = definitions["error"]["properties"]["error"]["properties"]["kind"]["enum"];
  in_schema.erase(std::remove(in_schema.begin(), in_schema.end(), nullptr), in_schema.end());
  CHECK(words_below("`kind`") == in_schema.get<std::set<std::string>>());
  const auto kinds = model::stated_failure_kinds();
  CHECK(words_below("`kind`") == std::set<std::string>(kinds.begin(), kinds.end()));
  std::set<std::string> members;
  for (const char* message : {"hello", "call"}) {
    for (const auto& [member, unused] : definitions[message]["properties"].items()) {
      members.insert(member);
    }
  }
  CHECK(words_below("member") == members);
}

TEST_CASE("a message without a member that the client protocol demands is refused", "[protocol][schema]") {
  const json definitions = the_schema().at("definitions");
  for (const std::string& line : examples()) {
    const json message = json::parse(line);
    const auto kind = message.at("type").get<std::string>();
    if (kind == "bye" || !message.contains("id")) {
      continue;
    }
    for (const auto& member : definitions[kind]["required"]) {
      json without = message;
      without.erase(member.get<std::string>());
      CAPTURE(without.dump());
      CHECK(schema_says(without.dump()) != "");
    }
  }
}

TEST_CASE("lines that break the client protocol are refused at their place", "[protocol][schema]") {
  struct Broken {
    std::string line;
    std::string location;
  };
  const std::vector<Broken> lines = {
      {R"([])", " must be"},
      {R"({"type":"helo"})", "/type "},
      {R"({"type":"hello"})", "protocol"},
      {R"({"type":"hello","protocol":99})", "/protocol "},
      {R"({"type":"hello","protocol":1,"client":"c","version":"1","features":["pol"]})", "/features/0 "},
      {R"({"type":"hello","protocol":1,"client":"c","version":1,"features":[]})", "/version "},
      {R"({"type":"result","id":"7","outcome":"unable","reason":"no"})", "/id "},
      {R"({"type":"result","id":7,"outcome":"succes","response":{}})", "/outcome "},
      {R"({"type":"result","id":7,"outcome":"success"})", "response"},
      {R"({"type":"result","id":7,"outcome":"success","response":[]})", "/response "},
      {R"({"type":"result","id":7,"outcome":"success","response":{},"responses":[1]})", "/responses/0 "},
      {R"({"type":"result","id":7,"outcome":"error"})", "error"},
      {R"({"type":"result","id":7,"outcome":"error","error":{"kind":"servcie"}})", "/error/kind "},
      {R"({"type":"result","id":7,"outcome":"error","error":{"status":"429"}})", "/error/status "},
      {R"({"type":"result","id":7,"outcome":"unable"})", "reason"},
      {R"({"type":"bye")", " "},
  };
  for (const auto& [line, location] : lines) {
    CAPTURE(line);
    const std::string words = schema_says(line);
    CAPTURE(words);
    CHECK(words.find(location) != std::string::npos);
  }
  CHECK(schema_says(R"({"type":"hello","protocol":1,"client":"c"})") != "");
  CHECK(schema_says(R"({"type":"result","id":7,"outcome":"success","response":{},"more":1})") == "");
}
