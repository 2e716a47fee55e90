// Generated parts that are checked in: the faults in schemas/scenario.schema.json and the tables of
// scenarios/README.md. JOBRIG_WRITE_GOLDEN=1 writes both from the declarations of the faults.
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "faults/catalogue.h"
#include "support/catch.h"
#include "support/checked_in.h"
#include "support/settings_schema.h"

using namespace jobrig;
using nlohmann::ordered_json;

namespace {

ordered_json fault_schema() {
  ordered_json bare = ordered_json::array();
  ordered_json names = ordered_json::array();
  ordered_json properties;
  for (const faults::FaultKind& kind : faults::catalogue()) {
    const auto description = kind.describe();
    if (!description.needs_settings()) {
      bare.push_back(kind.name);
    }
    names.push_back({{"required", {kind.name}}});
    properties[std::string(kind.name)] = test::settings_schema(
        description, kind.summary, [](std::string_view type) { return "#/definitions/" + std::string(type); });
  }
  properties["chance"] = {{"$ref", "#/definitions/chance"}};
  const ordered_json map = {
      {"type", "object"}, {"additionalProperties", false}, {"oneOf", names}, {"properties", properties}};
  return {{"description", "One fault by its name, with its settings; the bare name when it needs none"},
          {"anyOf", ordered_json::array({{{"enum", bare}}, map})}};
}

std::string heading_of(faults::Group group) {
  switch (group) {
    case faults::Group::kTime:
      return "Time";
    case faults::Group::kCuts:
      return "Cuts";
    case faults::Group::kBytes:
      return "Bytes";
    case faults::Group::kMeaning:
      return "Meaning";
    case faults::Group::kMqtt:
      return "MQTT";
    case faults::Group::kWireMock:
      break;
  }
  return "WireMock's names";
}

std::string table_of(faults::Group group) {
  std::string table = "| fault | what it does | settings | example |\n|---|---|---|---|\n";
  for (const faults::FaultKind& kind : faults::catalogue()) {
    if (kind.group == group) {
      table += "| `" + std::string(kind.name) + "` | " + std::string(kind.summary) + " | " +
               test::settings_cell(kind.describe()) + " | `" + std::string(kind.example) + "` |\n";
    }
  }
  return table;
}

}  // namespace

TEST_CASE("the schema of faults is what their files declare", "[faults][generated]") {
  const std::string expected = test::indented(fault_schema().dump());
  INFO(test::kHowToWrite);
  CHECK(test::schema_part("scenario.schema.json", "/definitions/fault", expected) == expected);
}

TEST_CASE("the tables of faults are what their files declare", "[faults][generated]") {
  using enum faults::Group;
  for (const faults::Group group : {kTime, kCuts, kBytes, kMeaning, kMqtt, kWireMock}) {
    const std::string expected = table_of(group);
    INFO(test::kHowToWrite);
    CHECK(test::table_below("scenarios/README.md", "#### " + heading_of(group), expected) == expected);
  }
}

TEST_CASE("every fault declares each setting once with words to describe it", "[faults]") {
  for (const faults::FaultKind& kind : faults::catalogue()) {
    CAPTURE(kind.name);
    std::set<std::string_view> keys;
    const auto description = kind.describe();
    for (const base::Setting& setting : description.settings) {
      CAPTURE(setting.key);
      CHECK(keys.insert(setting.key).second);
      CHECK_FALSE(setting.summary.empty());
    }
    for (const std::string_view shorthand : description.shorthands) {
      CHECK(keys.count(shorthand) == 1);
    }
  }
}
