// The table of ambiguities: each row has two sides, and its setting exists.
#include "contract/ambiguities.h"

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "contract/schemas.h"
#include "faults/catalogue.h"
#include "support/catch.h"

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
