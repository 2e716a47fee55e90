// The declarations of the reader of `tls:`, compared with schemas/scenario.schema.json and scenarios/README.md.
#include <nlohmann/json.hpp>
#include <string>

#include "load/tls.h"
#include "support/catch.h"
#include "support/checked_in.h"
#include "support/settings_schema.h"

using namespace jobrig;

namespace {

std::string tls_schema(bool in_list) {
  const auto definition_of = [](std::string_view type) {
    return type == "window" ? "#/definitions/when/properties/during" : "#/definitions/" + std::string(type);
  };
  return test::indented(test::map_schema(load::describe_tls(in_list), definition_of).dump());
}

}  // namespace

TEST_CASE("the schema of tls is what its reader declares", "[load][tls][generated]") {
  INFO(test::kHowToWrite);
  CHECK(test::schema_part("scenario.schema.json", "/definitions/tls", tls_schema(false)) == tls_schema(false));
  CHECK(test::schema_part("scenario.schema.json", "/definitions/tls-step", tls_schema(true)) == tls_schema(true));
}

TEST_CASE("the table of tls is what its reader declares", "[load][tls][generated]") {
  const std::string expected =
      "| key | meaning | default |\n|---|---|---|\n" + test::settings_rows(load::describe_tls(true));
  INFO(test::kHowToWrite);
  CHECK(test::table_below("scenarios/README.md", "### `tls`", expected) == expected);
}
