// The declarations of the readers of `tls:` and `connections:`, compared with schemas/scenario.schema.json and
// scenarios/README.md.
#include <nlohmann/json.hpp>
#include <string>

#include "load/connections.h"
#include "load/tls.h"
#include "support/catch.h"
#include "support/checked_in.h"
#include "support/settings_schema.h"

using namespace jobrig;

namespace {

std::string schema_of(const base::SettingsDescription& description) {
  const auto definition_of = [](std::string_view type) {
    return type == "window" ? "#/definitions/when/properties/during" : "#/definitions/" + std::string(type);
  };
  return test::indented(test::map_schema(description, definition_of).dump());
}

void check_schema(const std::string& name, const base::SettingsDescription& description) {
  INFO(test::kHowToWrite);
  const std::string expected = schema_of(description);
  CHECK(test::schema_part("scenario.schema.json", "/definitions/" + name, expected) == expected);
}

void check_table(const std::string& heading, const base::SettingsDescription& description) {
  const std::string expected = "| key | meaning | default |\n|---|---|---|\n" + test::settings_rows(description);
  INFO(test::kHowToWrite);
  CHECK(test::table_below("scenarios/README.md", heading, expected) == expected);
}

}  // namespace

TEST_CASE("the schemas of tls and connections are what their readers declare", "[load][tls][generated]") {
  check_schema("tls", load::describe_tls(false));
  check_schema("tls-step", load::describe_tls(true));
  check_schema("connections", load::describe_connections(false));
  check_schema("connections-step", load::describe_connections(true));
}

TEST_CASE("the tables of tls and connections are what their readers declare", "[load][tls][generated]") {
  check_table("### `tls`", load::describe_tls(true));
  check_table("### `connections`", load::describe_connections(true));
}
