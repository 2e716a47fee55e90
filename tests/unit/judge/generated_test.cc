// What is written from the declarations of the checks and checked in: their part of schemas/case.schema.json.
// JOBRIG_WRITE_GOLDEN=1 writes it.
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "judge/catalogue.h"
#include "support/catch.h"
#include "support/golden.h"
#include "support/settings_schema.h"

using namespace jobrig;
using nlohmann::ordered_json;

namespace {

constexpr const char* kSchema = "schemas/case.schema.json";

ordered_json check_schema(const judge::CheckKind& kind, const ordered_json& own_definitions) {
  const auto description = kind.describe();
  ordered_json schema = test::settings_schema(description, kind.summary, [&](std::string_view type) {
    const bool own = own_definitions.contains(type);
    return (own ? "#/definitions/" : "scenario.schema.json#/definitions/") + std::string(type);
  });
  if (description.shorthands.empty() && !description.needs_settings()) {
    schema["anyOf"].push_back({{"const", true}});
  }
  return schema;
}

/// The settings of a check, or a list of them.
ordered_json one_or_several(std::string_view name) {
  const ordered_json one = {{"$ref", "#/definitions/check/properties/" + std::string(name)}};
  return {{"anyOf", ordered_json::array({one, {{"type", "array"}, {"minItems", 1}, {"items", one}}})}};
}

}  // namespace

TEST_CASE("the schema of checks is what their files declare", "[judge][generated]") {
  auto schema = ordered_json::parse(test::checked_in(kSchema));
  ordered_json& definitions = schema["definitions"];
  ordered_json settings = ordered_json::object();
  ordered_json entries = ordered_json::object();
  for (const judge::CheckKind& kind : judge::catalogue()) {
    settings[std::string(kind.name)] = check_schema(kind, definitions);
    entries[std::string(kind.name)] = one_or_several(kind.name);
  }
  definitions["check"]["properties"] = settings;
  definitions["expect"]["properties"] = entries;
  CHECK(test::difference_from_checked_in(kSchema, schema.dump(2) + "\n") == "");
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
