// Explain: the n-th call, and the rules before the one that answers.
#include "plan/explain.h"

#include "support/catch.h"
#include "support/planning.h"

using jobrig::model::Match;
using jobrig::model::Scenario;
using jobrig::test::documented_answer;
using jobrig::test::error_answer;
using jobrig::test::Planning;
using jobrig::test::rule;
namespace test = jobrig::test;

namespace {

const auto kRequest = Planning::request("GET", "/things/thermostat-1/jobs/firmware-7");

Scenario three_rules() {
  Match other;
  other.thing_glob = "sensor-*";
  Match further = other;
  further.job_glob = "x";
  Scenario scenario = test::thermostat();
  scenario.rules = {rule("further", further, {error_answer("ThrottlingException")}),
                    rule("near", other, {error_answer("ThrottlingException")}),
                    rule("outage", {}, {error_answer("ServiceUnavailableException", 2), documented_answer(1)}),
                    rule("behind", other, {error_answer("ThrottlingException")})};
  return scenario;
}

}  // namespace

TEST_CASE("the first call gets the first answer and the rules before it say why not", "[plan]") {
  Planning planning(three_rules());
  const auto explained = planning.planner.explain(kRequest, 1);
  CHECK(explained.plan.reply.status == 503);
  CHECK(explained.plan.decision.rule == "outage");
  CHECK(explained.plan.decision.step == 1);
  CHECK(explained.answers == 2);
  REQUIRE(explained.misses.size() == 2);
  CHECK(explained.misses[0].rule->name == "near");
  CHECK(explained.misses[1].rule->name == "further");
  CHECK(explained.misses[1].reasons.size() == 2);
}

TEST_CASE("a later call is explained after the calls before it", "[plan]") {
  Planning planning(three_rules());
  const auto explained = planning.planner.explain(kRequest, 3);
  CHECK(explained.plan.decision.ordinal == 2);
  CHECK(explained.plan.decision.step == 2);
  CHECK(explained.plan.reply.status == 200);
}

TEST_CASE("when no rule answers all of them may be near", "[plan]") {
  Planning planning(three_rules());
  const auto explained = planning.planner.explain(kRequest, 4);
  CHECK(explained.plan.decision.rule.empty());
  CHECK(explained.answers == 0);
  REQUIRE(explained.misses.size() == 4);
  CHECK(explained.misses[0].rule->name == "near");
  CHECK(explained.misses[1].reasons.front() == "its answers are used up for this thing and job");
}

TEST_CASE("at most five misses are told", "[plan]") {
  Scenario scenario = three_rules();
  for (int more = 0; more < 20; ++more) {
    scenario.rules.insert(scenario.rules.begin(), scenario.rules.front());
  }
  Planning planning(std::move(scenario));
  CHECK(planning.planner.explain(kRequest, 1).misses.size() == 5);
}
