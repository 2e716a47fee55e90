// Near misses: the reasons why a rule does not match, in words.
#include "plan/near_misses.h"

#include <chrono>

#include "support/catch.h"
#include "support/planning.h"

using jobrig::model::Match;
using jobrig::model::Operation;
using jobrig::model::Scenario;
using jobrig::plan::nearest_misses;
using jobrig::plan::RuleVerdict;
using jobrig::test::error_answer;
using jobrig::test::Planning;
using jobrig::test::rule;
namespace test = jobrig::test;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> reasons(const Match& when, std::string_view target,
                                 std::vector<jobrig::model::HeaderView> headers = {}) {
  Scenario scenario = test::thermostat();
  scenario.rules = {rule("r", when, {error_answer("ThrottlingException")})};
  Planning planning(std::move(scenario));
  const std::vector<RuleVerdict> verdicts =
      planning.planner.weigh(Planning::request("GET", target, {}, std::move(headers)));
  CHECK(verdicts.at(0).matches == verdicts.at(0).reasons.empty());
  return verdicts.at(0).reasons;
}

using Reasons = std::vector<std::string>;

}  // namespace

TEST_CASE("each condition that fails has its reason", "[plan]") {
  Match when;
  when.operation = Operation::kGetPendingJobExecutions;
  when.thing_glob = "sensor-*";
  when.job_glob = "calibrate-?";
  when.execution_number = 2;
  when.include_job_document = true;
  when.headers = {{"User-Agent", "aws*"}, {"X-Missing", "*"}};
  when.query = {{"trace", "on"}, {"mode", "x*"}};
  when.during = jobrig::model::Window{20s, 45s};
  CHECK(reasons(when, "/things/t/jobs/j?executionNumber=1&mode=y", {{"user-agent", "curl"}}) ==
        Reasons{
            "the request is DescribeJobExecution; the rule requires GetPendingJobExecutions",
            R"(the thing "t" does not match "sensor-*")", R"(the job "j" does not match "calibrate-?")",
            "the execution number is 1; the rule requires 2", "include-job-document is false; the rule requires true",
            R"(the header User-Agent is "curl", which does not match "aws*")", "the request has no header X-Missing",
            "the request has no query parameter trace", R"(the query parameter mode is "y", which does not match "x*")",
            "it is 0s since the start; the rule requires 20s..45s"});
}

TEST_CASE("what the request does not state is said to be missing", "[plan]") {
  Match when;
  when.job_glob = "j";
  when.execution_number = 2;
  when.include_job_document = false;
  when.during = jobrig::model::Window{1min, std::nullopt};
  CHECK(reasons(when, "/things/t/jobs") == Reasons{R"(the request has no job; the rule requires "j")",
                                                   "the request has no execution number; the rule requires 2",
                                                   "the operation has no include-job-document; the rule requires false",
                                                   "it is 0s since the start; the rule requires 1m.."});
  Match thing;
  thing.thing_glob = "t";
  thing.operation = Operation::kDescribeJobExecution;
  CHECK(reasons(thing, "/nowhere") == Reasons{"the request is not an operation; the rule requires DescribeJobExecution",
                                              R"(the request has no thing; the rule requires "t")"});
}

TEST_CASE("a rule whose conditions all hold matches", "[plan]") {
  Match when;
  when.thing_glob = "t";
  when.query = {{"trace", "*"}};
  CHECK(reasons(when, "/things/t/jobs/j?trace=1").empty());
}

TEST_CASE("a rule that is used up says so and weighing counts nothing", "[plan]") {
  Scenario scenario = test::thermostat();
  scenario.rules = {rule("r", {}, {error_answer("ThrottlingException", 1)})};
  Planning planning(std::move(scenario));
  const auto request = Planning::request("GET", "/things/thermostat-1/jobs/firmware-7");
  for (int time = 0; time < 3; ++time) {
    CHECK(planning.planner.weigh(request).at(0).matches);
  }
  CHECK(planning.planner.plan(request).decision.ordinal == 0);
  CHECK(planning.planner.weigh(request).at(0).reasons == Reasons{"its answers are used up for this thing and job"});
}

TEST_CASE("the nearest misses are those with the fewest reasons", "[plan]") {
  Scenario scenario = test::thermostat();
  Match two;
  two.thing_glob = "x";
  two.job_glob = "y";
  Match one;
  one.thing_glob = "x";
  scenario.rules = {rule("two", two, {}), rule("one", one, {}), rule("matches", {}, {}), rule("one too", one, {})};
  Planning planning(std::move(scenario));
  const auto misses = nearest_misses(planning.planner.weigh(Planning::request("GET", "/things/t/jobs/j")), 2);
  REQUIRE(misses.size() == 2);
  CHECK(misses[0].rule->name == "one");
  CHECK(misses[1].rule->name == "one too");
}
