// What is written from the words of `tls:` and checked in: their part of schemas/scenario.schema.json and the table of
// scenarios/README.md. JOBRIG_WRITE_GOLDEN=1 writes both.
#include <nlohmann/json.hpp>
#include <string>

#include "load/tls.h"
#include "support/catch.h"
#include "support/golden.h"
#include "support/settings_schema.h"

using namespace jobrig;

namespace {

constexpr const char* kSchema = "schemas/scenario.schema.json";
constexpr const char* kReference = "scenarios/README.md";

nlohmann::ordered_json tls_schema(bool in_list) {
  return test::map_schema(load::describe_tls(in_list), [](std::string_view type) {
    return type == "window" ? "#/definitions/when/properties/during" : "#/definitions/" + std::string(type);
  });
}

}  // namespace

TEST_CASE("the schema of tls is what its reader declares", "[load][tls][generated]") {
  auto schema = nlohmann::ordered_json::parse(test::checked_in(kSchema));
  schema["definitions"]["tls"] = tls_schema(false);
  schema["definitions"]["tls-step"] = tls_schema(true);
  CHECK(test::difference_from_checked_in(kSchema, schema.dump(2) + "\n") == "");
}

TEST_CASE("the table of tls is what its reader declares", "[load][tls][generated]") {
  const std::string table =
      "\n| key | meaning | default |\n|---|---|---|\n" + test::settings_rows(load::describe_tls(true)) + "\n";
  const std::string text = test::with_generated_part(test::checked_in(kReference), "tls", table);
  CHECK(test::difference_from_checked_in(kReference, text) == "");
}
