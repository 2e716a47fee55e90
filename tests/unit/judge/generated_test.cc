// Generated from the declarations of the checks: schemas/case.schema.json and scenarios/conformance/README.md.
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "judge/catalogue.h"
#include "model/conformance_words.h"
#include "support/catch.h"
#include "support/checked_in.h"
#include "support/settings_schema.h"

using namespace jobrig;
using nlohmann::ordered_json;

namespace {

ordered_json check_schema(const judge::CheckKind& kind) {
  const auto description = kind.describe();
  ordered_json schema = test::settings_schema(description, kind.summary, [](std::string_view type) {
    return (type == "duration" ? "scenario.schema.json#/definitions/" : "#/definitions/") + std::string(type);
  });
  if (description.shorthands.empty() && !description.needs_settings()) {
    schema["anyOf"].push_back({{"const", true}});
  }
  if (kind.implied) {
    schema["anyOf"].push_back({{"const", false}});
  }
  return schema;
}

/// The settings of a check, or a list of them.
ordered_json one_or_several(std::string_view name) {
  const ordered_json one = {{"$ref", "#/definitions/check/properties/" + std::string(name)}};
  return {{"anyOf", ordered_json::array({one, {{"type", "array"}, {"minItems", 1}, {"items", one}}})}};
}

void check_part(const std::string& pointer, const ordered_json& declared) {
  const std::string expected = test::indented(declared.dump());
  INFO(test::kHowToWrite);
  CHECK(test::schema_part("case.schema.json", pointer, expected) == expected);
}

}  // namespace

TEST_CASE("the schema of checks is what their files declare", "[judge][generated]") {
  ordered_json settings = ordered_json::object();
  ordered_json entries = ordered_json::object();
  for (const judge::CheckKind& kind : judge::catalogue()) {
    settings[std::string(kind.name)] = check_schema(kind);
    entries[std::string(kind.name)] = one_or_several(kind.name);
  }
  check_part("/definitions/check/properties", settings);
  check_part("/definitions/expect/properties", entries);
}

TEST_CASE("the table of checks is what their files declare", "[judge][generated]") {
  std::string expected = "| check | report | meaning | settings | example |\n|---|---|---|---|---|\n";
  for (const judge::CheckKind& kind : judge::catalogue()) {
    expected += "| `" + std::string(kind.name) + "` | " + std::string(word_of(kind.needs)) + " | " +
                std::string(kind.summary) + " | " + test::settings_cell(kind.describe()) + " | `" +
                std::string(kind.example) + "` |\n";
  }
  INFO(test::kHowToWrite);
  CHECK(test::table_below("scenarios/conformance/README.md", "### Checks", expected) == expected);
}

TEST_CASE("the schema of checks names the kinds of failure that clients report", "[judge][generated]") {
  const ordered_json kinds = model::stated_failure_kinds();
  check_part("/definitions/failure-kinds/anyOf/0/enum", kinds);
  check_part("/definitions/failure-kinds/anyOf/1/items/enum", kinds);
}

TEST_CASE("every check declares each setting once with words to describe it", "[judge]") {
  for (const judge::CheckKind& kind : judge::catalogue()) {
    CAPTURE(kind.name);
    std::set<std::string_view> keys;
    const auto description = kind.describe();
    for (const base::Setting& setting : description.settings) {
      CAPTURE(setting.key);
      CHECK(keys.insert(setting.key).second);
      CHECK_FALSE(setting.summary.empty());
    }
    CHECK(keys.count("level") == 1);
    for (const std::string_view shorthand : description.shorthands) {
      CHECK(keys.count(shorthand) == 1);
    }
  }
}
