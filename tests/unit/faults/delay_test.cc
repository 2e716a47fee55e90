// The catalogue of faults, and the fault `delay`.
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "faults/catalogue.h"
#include "load/fault_uses.h"
#include "support/catch.h"
#include "support/loading.h"
#include "yaml/reader.h"

using namespace jobrig;

namespace {

std::optional<model::FaultUse> read_use(const std::string& yaml, base::Diagnostics& diagnostics) {
  const auto node = yaml::read_yaml(yaml, "test.yaml", diagnostics);
  REQUIRE(node.has_value());
  return load::read_fault_use(*node, diagnostics);
}

std::string mistakes_in(const std::string& yaml) {
  base::Diagnostics diagnostics;
  const auto use = read_use(yaml, diagnostics);
  CHECK_FALSE(use.has_value());
  return test::in_words(diagnostics);
}

}  // namespace

TEST_CASE("the example of every fault is read as that fault", "[faults]") {
  std::set<std::string_view> names;
  for (const auto& kind : faults::catalogue()) {
    CAPTURE(kind.name, kind.example);
    CHECK(names.insert(kind.name).second);
    CHECK(faults::kind_named(kind.name) == &kind);
    base::Diagnostics diagnostics;
    const auto use = read_use(std::string(kind.example), diagnostics);
    CHECK(test::in_words(diagnostics) == "");
    REQUIRE(use.has_value());
    CHECK(use->fault->name() == (kind.alias_of.empty() ? kind.name : kind.alias_of));
    CHECK(use->chance == 1);
  }
  CHECK(faults::kind_named("dela") == nullptr);
}

TEST_CASE("delay pauses before the first byte and moves no byte", "[faults]") {
  base::Diagnostics diagnostics;
  const auto use = read_use("{delay: {fixed: 200ms}, chance: 5%}", diagnostics);
  REQUIRE(use.has_value());
  CHECK(use->chance == Approx(0.05));
  base::Random random(1, 0);
  model::FaultContext context{random};
  model::Script script;
  script.steps = {model::Send{"head"}, model::Send{"body"}};
  script.status_line_size = 2;
  script.head_size = 4;
  use->fault->rewrite_script(script, context);
  const std::vector<model::ScriptStep> expected{model::Pause{std::chrono::milliseconds(200)}, model::Send{"head"},
                                                model::Send{"body"}};
  CHECK((script.steps == expected));
  CHECK(script.head_size == 4);
  CHECK(random.draws() == 0);
}

TEST_CASE("two delays add up", "[faults]") {
  base::Diagnostics diagnostics;
  const auto use = read_use("delay: 1s", diagnostics);
  REQUIRE(use.has_value());
  base::Random random(1, 0);
  model::FaultContext context{random};
  model::Script script;
  script.steps = {model::Send{"x"}};
  use->fault->rewrite_script(script, context);
  use->fault->rewrite_script(script, context);
  const std::vector<model::ScriptStep> expected{model::Pause{std::chrono::seconds(2)}, model::Send{"x"}};
  CHECK((script.steps == expected));
}

TEST_CASE("what is wrong with a fault is said where it stands", "[faults]") {
  CHECK(mistakes_in("dely: 1s") == "1:1: unknown fault \"dely\"; did you mean \"delay\"?\n");
  CHECK(mistakes_in("{delay: 5}") ==
        "1:9: \"delay\": \"5\" is not a duration; write a number with a unit: 250ms, 5s, 2m, 1h30m, 7d\n");
  CHECK(mistakes_in("{delay: -5s}") == "1:9: \"delay\" must not be negative\n");
  CHECK(mistakes_in("{delay: 25h}") == "1:9: \"delay\" must be at most 1d\n");
  CHECK(mistakes_in("{delay: {fixd: 1s}}") ==
        "1:10: \"delay\" has no key \"fixd\"; did you mean \"fixed\"?\n1:9: \"delay\" needs one of \"fixed\", "
        "\"uniform\", "
        "\"mean\" with \"deviation\", \"median\" with \"p99\", and \"percentiles\"\n");
  CHECK(mistakes_in("{chance: 5%}") == "1:1: a fault needs a name, such as {delay: 200ms}\n");
  CHECK(mistakes_in("[delay]") ==
        "1:1: a fault must be a map of its name to its settings, such as {delay: 200ms}, not a list\n");
}
