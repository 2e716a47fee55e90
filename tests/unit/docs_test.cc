// What the documents say is held to what the program knows: the demos and every YAML block load, the reference names
// exactly the keys of the schema, the tables are the contract's, links lead somewhere.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "conform/experiment_files.h"
#include "conform/profile_files.h"
#include "contract/errors.h"
#include "contract/operations.h"
#include "contract/shipped_scenarios.h"
#include "expectations/reader.h"
#include "faults/catalogue.h"
#include "life_cycles/loader.h"
#include "load/scenario_loader.h"
#include "load/sources.h"
#include "suite/case_loader.h"
#include "support/catch.h"
#include "support/guides.h"
#include "support/markdown.h"
#include "support/paths.h"

using namespace jobrig;
namespace fs = std::filesystem;

namespace {

const fs::path kSource = test::source_folder();

std::string read_document(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> documents() {
  std::vector<std::string> all = test::guides();
  all.emplace_back("CHANGELOG.md");
  return all;
}

std::vector<fs::path> shipped_scenarios() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(kSource / "scenarios")) {
    if (entry.path().extension() == ".yaml") {
      paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

const expectations::KnownCases& shipped_cases() {
  static const expectations::KnownCases kCases = [] {
    expectations::KnownCases known;
    const auto cases = suite::shipped_cases();
    REQUIRE(cases.size() >= load::shipped_sources(suite::kCaseFolder).size());  // a file may be a family
    for (const model::ConformanceCase& one : cases) {
      expectations::add_known_case(one, known);
    }
    return known;
  }();
  return kCases;
}

/// Whether the file has a case, or a family of cases, without a mistake.
bool loads_as_cases(const load::Document& file, base::Diagnostics& diagnostics) {
  const auto cases = suite::case_documents(file, diagnostics);
  return !cases.empty() && std::all_of(cases.begin(), cases.end(), [&](const load::Document& one) {
    return suite::load_case(one, {"case-1", "job-1"}, diagnostics).has_value();
  });
}

/// The mistakes in a scenario's text that stands in `path`, one a line; empty: none.
std::string mistakes_in(const std::string& text, const fs::path& path) {
  base::Diagnostics diagnostics;
  const load::Source source{path.stem().string(), path.string(), text, load::read_beside_on_disk(path.parent_path())};
  const auto document = load::parse(source, diagnostics);
  const load::SourceKind kind = document ? load::kind_of(*document) : load::SourceKind::kScenario;
  const bool loaded =
      !document ? false
      : kind == load::SourceKind::kExpectations
          ? expectations::load_expectations(*document, shipped_cases(), diagnostics).has_value()
      : kind == load::SourceKind::kProfile    ? conform::load_profile(*document, diagnostics).has_value()
      : kind == load::SourceKind::kExperiment ? conform::load_experiment(*document, diagnostics).has_value()
      : kind == load::SourceKind::kLifeCycle  ? life_cycles::load_life_cycle(*document, diagnostics).has_value()
      : kind == load::SourceKind::kCase       ? loads_as_cases(*document, diagnostics)
                                              : load::load_scenario(*document, diagnostics).has_value();
  std::string mistakes;
  for (const auto& [location, message] : diagnostics.list()) {
    mistakes += location.file + ":" + std::to_string(location.line) + ":" + std::to_string(location.column) + ": " +
                message + "\n";
  }
  return loaded || !mistakes.empty() ? mistakes : "it did not load, and nothing says why";
}

/// All that stands in backticks in a cell.
void insert_quoted(const std::string& cell, std::set<std::string>& words) {
  std::size_t begin = 0;
  while ((begin = cell.find('`', begin)) != std::string::npos) {
    const std::size_t end = cell.find('`', begin + 1);
    words.insert(cell.substr(begin + 1, end - begin - 1));
    begin = end + 1;
  }
}

/// The first cells of all tables of the reference that list keys, and of those that list faults their settings too.
std::set<std::string> documented_keys() {
  std::set<std::string> keys;
  for (const auto& table : test::markdown_tables(read_document(kSource / "scenarios/README.md"))) {
    if (table.head.front() == "key") {
      for (const auto& row : table.rows) {
        keys.insert(test::without_backticks(row.front()));
      }
    } else if (table.head.front() == "fault") {
      for (const auto& row : table.rows) {
        keys.insert(test::without_backticks(row.front()));
        insert_quoted(row[2], keys);
      }
    }
  }
  return keys;
}

void collect_properties(const nlohmann::json& schema, std::set<std::string>& keys) {
  if (schema.is_array()) {
    for (const auto& item : schema) {
      collect_properties(item, keys);
    }
  }
  if (!schema.is_object()) {
    return;
  }
  for (const auto& [word, value] : schema.items()) {
    if (word == "properties") {
      for (const auto& [key, property] : value.items()) {
        keys.insert(key);
        collect_properties(property, keys);
      }
    } else {
      collect_properties(value, keys);
    }
  }
}

const test::MarkdownTable& table_with_head(const std::vector<test::MarkdownTable>& tables, const std::string& heading,
                                           const std::string& first_column) {
  const auto found = std::find_if(tables.begin(), tables.end(), [&](const test::MarkdownTable& table) {
    return table.heading == heading && table.head.front() == first_column;
  });
  REQUIRE(found != tables.end());
  return *found;
}

}  // namespace

TEST_CASE("every shipped scenario loads without a diagnostic and says what is to be seen", "[docs]") {
  const auto paths = shipped_scenarios();
  REQUIRE(paths.size() >= 12);
  for (const fs::path& path : paths) {
    CAPTURE(path.string());
    const std::string text = read_document(path);
    CHECK(mistakes_in(text, path) == "");
    CHECK(text.find("\nsummary: ") != std::string::npos);
  }
}

TEST_CASE("the first line of every shipped scenario names the schema that is there", "[docs]") {
  const std::string comment = "# yaml-language-server: $schema=";
  for (const fs::path& path : shipped_scenarios()) {
    const std::string text = read_document(path);
    const std::string first = text.substr(0, text.find('\n'));
    CAPTURE(path.string(), first);
    REQUIRE(first.starts_with(comment));
    const bool is_case = path.string().find("/conformance/") != std::string::npos;
    const bool is_family = text.find("\nfor-each:") != std::string::npos;
    const bool is_experiment = path.string().find("/experiments/") != std::string::npos;
    const bool is_life_cycle = path.string().find("/agents/") != std::string::npos;
    const std::string schema = is_family       ? "case-family.schema.json"
                               : is_case       ? "case.schema.json"
                               : is_experiment ? "experiment.schema.json"
                               : is_life_cycle ? "life-cycle.schema.json"
                                               : "scenario.schema.json";
    CHECK(fs::equivalent(path.parent_path() / first.substr(comment.size()), kSource / "schemas" / schema));
  }
}

TEST_CASE("every YAML block of the documents loads", "[docs]") {
  std::size_t scenarios = 0;
  std::size_t fragments = 0;
  for (const std::string& document : documents()) {
    for (const auto& block : test::markdown_blocks(read_document(kSource / document))) {
      CAPTURE(document, block.line);
      if (block.info == "yaml fragment") {
        ++fragments;
        CHECK(mistakes_in("summary: a fragment\n" + block.text, kSource / document) == "");
      } else if (block.info == "yaml broken.yaml") {
        CHECK(mistakes_in(block.text, kSource / document) != "");
      } else if (block.info.starts_with("yaml ")) {
        ++scenarios;
        CHECK(block.text.find("summary: ") != std::string::npos);
        CHECK(mistakes_in(block.text, kSource / document) == "");
      } else {
        CHECK(block.info.find("yaml") == std::string::npos);
      }
    }
  }
  CHECK(scenarios >= 6);
  CHECK(fragments >= 3);
}

TEST_CASE("the reference names exactly the keys that the schema knows", "[docs]") {
  const auto schema = nlohmann::json::parse(read_document(kSource / "schemas/scenario.schema.json"));
  std::set<std::string> known;
  collect_properties(schema, known);
  const std::set<std::string> documented = documented_keys();
  for (const std::string& key : known) {
    CAPTURE(key);
    CHECK(documented.count(key) == 1);
  }
  for (const std::string& key : documented) {
    CAPTURE(key);
    CHECK(known.count(key) == 1);
  }
}

TEST_CASE("the reference's errors are those that DescribeJobExecution documents", "[docs]") {
  const auto tables = test::markdown_tables(read_document(kSource / "scenarios/README.md"));
  std::set<std::vector<std::string>> expected;
  for (const auto name : contract::row_of(model::Operation::kDescribeJobExecution).errors) {
    const contract::ErrorRow* row = contract::error_named(name);
    REQUIRE(row != nullptr);
    expected.insert({std::string(name), std::to_string(row->status), row->retryable ? "yes" : "no"});
  }
  const auto& rows = table_with_head(tables, "Errors", "name").rows;
  CHECK(std::set<std::vector<std::string>>(rows.begin(), rows.end()) == expected);
}

TEST_CASE("the reference's words for where an error's name stands are those of the contract", "[docs]") {
  const auto tables = test::markdown_tables(read_document(kSource / "scenarios/README.md"));
  std::vector<std::string> words;
  for (const auto& row : table_with_head(tables, "Errors", "word").rows) {
    words.push_back(test::without_backticks(row.front()));
  }
  std::vector<std::string> expected;
  for (const auto& row : contract::error_name_encodings()) {
    expected.emplace_back(row.word);
  }
  CHECK(words == expected);
}

TEST_CASE("every shipped scenario that the documents name is there", "[docs]") {
  std::size_t found = 0;
  for (const std::string& document : documents()) {
    const std::string text = read_document(kSource / document);
    for (const std::string folder : {"demos/", "chaos/", "experiments/", "agents/"}) {
      for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder, at + 1)) {
        const std::size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-", at + folder.size());
        const std::string name = text.substr(at, end - at);
        if (name == folder) {
          continue;  // the folder itself
        }
        CAPTURE(document, name);
        CHECK(contract::shipped_scenario(name) != nullptr);
        ++found;
      }
    }
  }
  CHECK(found > 10);
}

TEST_CASE("the reference's faults are those of the catalogue with their summaries and examples", "[docs]") {
  const auto tables = test::markdown_tables(read_document(kSource / "scenarios/README.md"));
  std::vector<std::vector<std::string>> documented;
  for (const auto& table : tables) {
    if (table.head.front() == "fault") {
      for (const auto& row : table.rows) {
        documented.push_back({test::without_backticks(row[0]), row[1], test::without_backticks(row[3])});
      }
    }
  }
  std::vector<std::vector<std::string>> expected;
  for (const auto& kind : faults::catalogue()) {
    expected.push_back({std::string(kind.name), std::string(kind.summary), std::string(kind.example)});
  }
  CHECK(documented == expected);
}

TEST_CASE("the reference names every chaos scenario with its summary", "[docs][chaos]") {
  const auto tables = test::markdown_tables(read_document(kSource / "scenarios/README.md"));
  std::vector<std::vector<std::string>> expected;
  for (const auto* const scenario : contract::shipped_folder("chaos")) {
    const std::string name(scenario->name.substr(scenario->name.find('/') + 1));
    std::string summary = scenario->summary;
    summary.pop_back();  // its full stop
    expected.push_back({"[" + name + "](" + std::string(scenario->path) + ")", summary});
  }
  CHECK(table_with_head(tables, "Outages", "scenario").rows == expected);
}

TEST_CASE("the schema knows the faults of the catalogue and which of them may stand bare", "[docs]") {
  const auto schema = nlohmann::json::parse(read_document(kSource / "schemas/scenario.schema.json"));
  const auto& fault = schema["definitions"]["fault"]["anyOf"];
  const auto& bare = fault[0]["enum"];
  for (const auto& kind : faults::catalogue()) {
    CAPTURE(kind.name);
    CHECK(fault[1]["properties"].contains(std::string(kind.name)));
    base::Diagnostics diagnostics;
    const auto parsed = kind.parse(base::Node(), diagnostics);
    CHECK((parsed != nullptr) == diagnostics.empty());
    CHECK((std::find(bare.begin(), bare.end(), kind.name) != bare.end()) == diagnostics.empty());
  }
  CHECK(fault[1]["properties"].size() == faults::catalogue().size() + 1);  // and `chance`
}
