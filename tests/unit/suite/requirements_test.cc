// The registry of requirements: what it must contain, which mistakes are reported, and that each case names one.
#include "suite/requirements.h"

#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "suite/case_loader.h"
#include "support/catch.h"
#include "support/guides.h"
#include "support/markdown.h"
#include "yaml/reader.h"

using namespace jobrig;

namespace {

struct Read {
  std::vector<model::Requirement> requirements;
  std::string mistakes;
};

Read read(const std::string& text) {
  base::Diagnostics diagnostics;
  const auto root = yaml::read_yaml(text, "registry.yaml", diagnostics);
  REQUIRE(root);
  Read read;
  read.requirements = suite::load_requirements(*root, diagnostics);
  for (const auto& one : diagnostics.list()) {
    read.mistakes += std::to_string(one.location.line) + ": " + one.message + "\n";
  }
  return read;
}

const std::string kSource = "    source: {document: RFC 9110, section: 10.2.3, address: \"https://example.org/\"}\n";

std::string registry_with(const std::string& id_and_level) {
  return "edition: 2026-11\nrequirements:\n  - " + id_and_level + "    text: \"The client waits.\"\n" + kSource +
         "    since: 2026-11\n";
}

}  // namespace

TEST_CASE("a requirement has an id, levels, a text and sources", "[suite]") {
  const Read found = read(registry_with("id: RTY-1\n    level: {sdk: SHOULD, device-agent: MUST}\n"));
  CHECK(found.mistakes.empty());
  REQUIRE(found.requirements.size() == 1);
  const model::Requirement& one = found.requirements.front();
  CHECK(one.id == "RTY-1");
  CHECK(one.level(model::LevelProfile::kSdk) == model::Level::kShould);
  CHECK(one.level(model::LevelProfile::kDeviceAgent) == model::Level::kMust);
  CHECK(one.text == "The client waits.");
  CHECK(suite::source_text(one) == "RFC 9110, 10.2.3");
}

TEST_CASE("mistakes in a registry are reported with their lines", "[suite]") {
  CHECK(read(registry_with("id: rty1\n    level: MUST\n")).mistakes ==
        "3: \"id\" must be capital letters, a hyphen and a number, such as ERR-3\n");
  CHECK(read(registry_with("id: RTY-1\n    level: {sdk: MUST}\n")).mistakes.find("\"device-agent\"") !=
        std::string::npos);
  CHECK(read(registry_with("id: RTY-1\n    level: SHALL\n")).mistakes.find("\"level\"") != std::string::npos);
  CHECK(read("edition: 2026-11\nrequirements: {}\n").mistakes == "2: \"requirements\" must be a list, not a map\n");
  const std::string twice = "  - id: RTY-1\n    level: MUST\n    text: T\n" + kSource + "    since: 2026-11\n";
  CHECK(read("edition: 2026-11\nrequirements:\n" + twice + twice).mistakes ==
        "8: two requirements are numbered RTY-1\n");
}

TEST_CASE("every built-in case names a requirement of the registry", "[suite]") {
  for (const model::ConformanceCase& one : suite::shipped_cases()) {
    CAPTURE(one.name);
    CHECK(suite::requirement_named(one.requirement_id) != nullptr);
  }
}

TEST_CASE("the registry has one requirement for each text", "[suite]") {
  REQUIRE(suite::requirements().size() > 100);
  std::map<std::string, std::string> texts;
  for (const model::Requirement& one : suite::requirements()) {
    CAPTURE(one.id, one.text);
    CHECK(texts.emplace(one.text, one.id).second);
    CHECK_FALSE(one.sources.empty());
  }
}

TEST_CASE("every source of the registry has a section and an address", "[suite]") {
  for (const model::Requirement& one : suite::requirements()) {
    CAPTURE(one.id);
    for (const model::RequirementSource& source : one.sources) {
      CHECK_FALSE(source.document.empty());
      CHECK_FALSE(source.section.empty());
      CHECK(source.address.rfind("https://", 0) == 0);
    }
  }
}

TEST_CASE("the guide maps tests of Smithy to cases that exist", "[suite]") {
  std::set<std::string> cases;
  for (const model::ConformanceCase& one : suite::shipped_cases()) {
    cases.insert(one.name);
  }
  std::size_t mapped = 0;
  for (const test::MarkdownTable& table : test::markdown_tables(test::guide_text("scenarios/conformance/README.md"))) {
    if (table.head != std::vector<std::string>{"Smithy test", "case"}) {
      continue;
    }
    for (const std::vector<std::string>& row : table.rows) {
      std::istringstream names(row.at(1));
      for (std::string name; std::getline(names >> std::ws, name, ',');) {
        CAPTURE(row.front(), name);
        CHECK(cases.count(test::without_backticks(name)) == 1);
        mapped += 1;
      }
    }
  }
  CHECK(mapped > 30);
}
