// The table of ambiguities: each row has two sides, and its setting exists.
#include "contract/ambiguities.h"

#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>

#include "contract/editions.h"
#include "contract/schemas.h"
#include "faults/catalogue.h"
#include "support/catch.h"
#include "support/loading.h"

using namespace jobrig;

namespace {

/// The keys of a scenario, an execution or an answer.
std::set<std::string> scenario_keys() {
  std::set<std::string> keys;
  for (const auto& file : contract::schema_files()) {
    if (file.path == "scenario.schema.json") {
      const auto schema = nlohmann::json::parse(file.text);
      for (const char* place : {"/properties", "/definitions/execution/properties", "/definitions/rule/properties",
                                "/definitions/answer/oneOf/1/properties"}) {
        for (const auto& [key, unused] : schema.at(nlohmann::json::json_pointer(place)).items()) {
          keys.insert(key);
        }
      }
    }
  }
  return keys;
}

std::string default_of(std::string_view topic) {
  for (const contract::AmbiguityRow& row : contract::ambiguities()) {
    if (row.topic == topic) {
      return std::string(row.by_default);
    }
  }
  throw std::invalid_argument("no ambiguity " + std::string(topic));
}

}  // namespace

TEST_CASE("every ambiguity has at least two documents with a statement each and a default", "[contract][ambiguities]") {
  std::set<std::string_view> topics;
  for (const contract::AmbiguityRow& row : contract::ambiguities()) {
    CAPTURE(row.topic);
    CHECK(topics.insert(row.topic).second);
    CHECK(row.sources.size() >= 2);
    for (const std::string_view source : row.sources) {
      CAPTURE(source);
      CHECK(source.find(": ") != std::string_view::npos);
    }
    CHECK_FALSE(row.by_default.empty());
  }
}

TEST_CASE("the setting of every ambiguity is a key of scenarios", "[contract][ambiguities]") {
  const std::set<std::string> keys = scenario_keys();
  std::size_t settings = 0;
  for (const contract::AmbiguityRow& row : contract::ambiguities()) {
    if (!row.setting.empty()) {
      CAPTURE(row.topic, row.setting);
      CHECK(keys.contains(std::string(row.setting.substr(0, row.setting.find(':')))));
      ++settings;
    }
  }
  CHECK(settings >= 10);
  CHECK(faults::kind_named("unknown-status") != nullptr);
}

TEST_CASE("the defaults of the ambiguities are those of a scenario without settings", "[contract][ambiguities]") {
  const model::Scenario scenario = test::loaded("summary: x\nthings: {t: {j: {status: FAILED}}}\n");
  const bool gone = scenario.things.front().jobs.front().gone_when_terminal;
  CHECK(default_of("describing a terminal execution") == (gone ? "gone: 410" : "kept: 200"));
  CHECK(default_of("number of pending executions") == std::to_string(scenario.pending_limit));
  CHECK(default_of("Content-Type of a request with a body") == (scenario.any_content_type ? "any" : "json: 415"));
  CHECK(default_of("unit of timestamps") ==
        contract::timestamp_units()[static_cast<std::size_t>(scenario.timestamps)].word);
  const contract::EditionRow& edition = contract::row_of(scenario.edition);
  CHECK(default_of("default of includeJobDocument") ==
        std::string(edition.word) + (edition.document_by_default ? ": true" : ": false"));
}
