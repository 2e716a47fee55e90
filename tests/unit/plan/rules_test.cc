// Rules: matching, the order of answers, and independent keys.
#include <chrono>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/planning.h"

using jobrig::model::Answer;
using jobrig::model::Match;
using jobrig::model::Operation;
using jobrig::model::Rule;
using jobrig::model::Scenario;
using jobrig::model::Status;
using jobrig::test::documented_answer;
using jobrig::test::error_answer;
using jobrig::test::HttpPlan;
using jobrig::test::Planning;
using jobrig::test::rule;
namespace test = jobrig::test;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kRuleTarget = "/things/thermostat-1/jobs/firmware-7";
constexpr std::string_view kBusy = "ServiceUnavailableException";

Scenario with_rule(Match when, std::vector<Answer> answers = {error_answer("ServiceUnavailableException")}) {
  Scenario scenario = test::thermostat();
  scenario.things.push_back(test::thing("other", {test::job("firmware-7", {test::execution(Status::kQueued)})}));
  scenario.rules = {rule("the rule", std::move(when), std::move(answers))};
  return scenario;
}

// The statuses of `calls` calls.
std::vector<int> statuses(Planning& planning, std::string_view target, std::size_t calls) {
  std::vector<int> seen;
  for (std::size_t call = 0; call < calls; ++call) {
    seen.push_back(planning.get(target).reply.status);
  }
  return seen;
}

}  // namespace

TEST_CASE("a rule without conditions answers everything", "[plan]") {
  Planning planning(with_rule({}));
  CHECK(planning.get(kRuleTarget).decision.error == kBusy);
  CHECK(planning.get("/things/thermostat-1/jobs").decision.error == kBusy);
  CHECK(planning.get("/favicon.ico").decision.error == kBusy);
  CHECK(planning.get("/things/thermostat-1/jobs/").decision.error == kBusy);
}

TEST_CASE("a rule for an operation leaves the others alone", "[plan]") {
  Match when;
  when.operation = Operation::kDescribeJobExecution;
  Planning planning(with_rule(when));
  const HttpPlan plan = planning.get(kRuleTarget);
  CHECK(plan.decision.rule == "the rule");
  CHECK(plan.decision.step == 1);
  CHECK(plan.decision.error == kBusy);
  CHECK(planning.get("/things/thermostat-1/jobs").reply.status == 200);
  CHECK(planning.get("/nowhere").reply.status == 400);
}

TEST_CASE("things and jobs are matched as globs on what was asked for", "[plan]") {
  Match when;
  SECTION("thing") {
    when.thing_glob = "thermo*-?";
    Planning planning(with_rule(when));
    CHECK(planning.get("/things/thermostat%2D1/jobs/firmware-7").decision.error == kBusy);
    CHECK(planning.get("/things/other/jobs/firmware-7").reply.status == 200);
  }
  SECTION("job by its name") {
    when.job_glob = "firmware-7";
    Planning planning(with_rule(when));
    CHECK(planning.get(kRuleTarget).decision.error == kBusy);
    CHECK(planning.get("/things/thermostat-1/jobs/$next").reply.status == 200);
    CHECK(planning.get("/things/thermostat-1/jobs").reply.status == 200);
  }
  SECTION("next") {
    when.job_glob = "$next";
    Planning planning(with_rule(when));
    CHECK(planning.get("/things/thermostat-1/jobs/%24next").decision.error == kBusy);
    CHECK(planning.ask("PUT", "/things/thermostat-1/jobs/$next").decision.error == kBusy);
    CHECK(planning.get(kRuleTarget).reply.status == 200);
  }
}

TEST_CASE("a rule may want an execution number that the request states", "[plan]") {
  Match when;
  when.execution_number = 1;
  Planning planning(with_rule(when));
  CHECK(planning.get(std::string(kRuleTarget) + "?executionNumber=1").decision.error == kBusy);
  CHECK(planning.get(std::string(kRuleTarget) + "?executionNumber=2").reply.status == 404);
  CHECK(planning.get(kRuleTarget).reply.status == 200);
}

TEST_CASE("a rule may want the document asked for or not with the edition's default", "[plan]") {
  Match when;
  when.include_job_document = true;
  Scenario scenario = with_rule(when);
  SECTION("original") {
    Planning planning(std::move(scenario));
    CHECK(planning.get(kRuleTarget).reply.status == 200);
    CHECK(planning.get(std::string(kRuleTarget) + "?includeJobDocument=true").reply.status == 503);
  }
  SECTION("current") {
    scenario.edition = jobrig::model::Edition::kCurrent;
    Planning planning(std::move(scenario));
    CHECK(planning.get(kRuleTarget).reply.status == 503);
    CHECK(planning.get(std::string(kRuleTarget) + "?includeJobDocument=false").reply.status == 200);
  }
}

TEST_CASE("headers are matched by name without case and by value with a glob", "[plan]") {
  Match when;
  when.headers = {{"User-Agent", "aws-cli/2*"}};
  Planning planning(with_rule(when));
  CHECK(planning.ask("GET", kRuleTarget, {}, {{"user-AGENT", "aws-cli/2.9.19"}}).reply.status == 503);
  CHECK(planning.ask("GET", kRuleTarget, {}, {{"User-Agent", "curl"}, {"user-agent", "aws-cli/2"}}).reply.status ==
        503);
  CHECK(planning.ask("GET", kRuleTarget, {}, {{"User-Agent", "AWS-CLI/2.9.19"}}).reply.status == 200);
  CHECK(planning.get(kRuleTarget).reply.status == 200);
}

TEST_CASE("query parameters are matched decoded", "[plan]") {
  Match when;
  when.query = {{"trace", "a b*"}, {"mode", "*"}};
  Planning planning(with_rule(when));
  CHECK(planning.get(std::string(kRuleTarget) + "?mode=&trace=a%20bc").reply.status == 503);
  CHECK(planning.get(std::string(kRuleTarget) + "?trace=a%20bc").reply.status == 200);
  CHECK(planning.get(std::string(kRuleTarget) + "?mode=1&trace=ab").reply.status == 200);
}

TEST_CASE("a window holds from its begin up to its end in virtual time", "[plan]") {
  Match when;
  when.during = jobrig::model::Window{20s, 45s};
  Scenario scenario = with_rule(when);
  scenario.clock.rate = 10;
  Planning planning(std::move(scenario));
  planning.wait(1999ms);
  CHECK(planning.get(kRuleTarget).reply.status == 200);
  planning.wait(1ms);
  CHECK(planning.get(kRuleTarget).reply.status == 503);
  planning.wait(2499ms);
  CHECK(planning.get(kRuleTarget).reply.status == 503);
  planning.wait(1ms);
  CHECK(planning.get(kRuleTarget).reply.status == 200);
}

TEST_CASE("the first rule that matches answers", "[plan]") {
  Scenario scenario = test::thermostat();
  Match other;
  other.thing_glob = "sensor-*";
  scenario.rules = {rule("for others", other, {error_answer("ThrottlingException")}),
                    rule("first", {}, {error_answer("ThrottlingException")}),
                    rule("second", {}, {error_answer("ServiceUnavailableException")})};
  Planning planning(std::move(scenario));
  CHECK(planning.get(kRuleTarget).decision.rule == "first");
}

TEST_CASE("rules found by name keep their place among the globs", "[plan]") {
  Scenario scenario = test::thermostat();
  Match glob;
  glob.thing_glob = "thermostat-*";
  Match thing;
  thing.thing_glob = "thermostat-1";
  Match job;
  job.job_glob = "firmware-7";
  const std::vector<Answer> busy = {error_answer("ServiceUnavailableException", 1)};
  scenario.rules = {rule("job", job, busy), rule("glob", glob, busy), rule("thing", thing, busy)};
  Planning planning(std::move(scenario));
  CHECK(planning.get(kRuleTarget).decision.rule == "job");
  CHECK(planning.get(kRuleTarget).decision.rule == "glob");
  CHECK(planning.get(kRuleTarget).decision.rule == "thing");
  CHECK(planning.get(kRuleTarget).decision.rule.empty());
}

TEST_CASE("answers come in order as often as they say and the last one stays", "[plan]") {
  Planning planning(with_rule(
      {}, {error_answer("ServiceUnavailableException", 2), error_answer("ThrottlingException"), documented_answer()}));
  CHECK(statuses(planning, kRuleTarget, 6) == std::vector<int>{503, 503, 429, 200, 200, 200});
  CHECK(planning.get(kRuleTarget).decision.step == 3);
}

TEST_CASE("a rule whose last answer is counted is used up and the next one answers", "[plan]") {
  Scenario scenario = with_rule({}, {error_answer("ServiceUnavailableException", 2)});
  scenario.rules.push_back(rule("after", {}, {error_answer("ThrottlingException", 1)}));
  Planning planning(std::move(scenario));
  CHECK(statuses(planning, kRuleTarget, 5) == std::vector<int>{503, 503, 429, 200, 200});
}

TEST_CASE("counters belong to the thing and job as asked for", "[plan]") {
  Planning planning(with_rule({}, {error_answer("ServiceUnavailableException"), documented_answer()}));
  CHECK(statuses(planning, kRuleTarget, 2) == std::vector<int>{503, 200});
  CHECK(statuses(planning, "/things/thermostat-1/jobs/$next", 2) == std::vector<int>{503, 200});
  CHECK(statuses(planning, "/things/thermostat-1/jobs", 2) == std::vector<int>{503, 200});
  CHECK(statuses(planning, "/things/other/jobs/firmware-7", 2) == std::vector<int>{503, 200});
  CHECK(statuses(planning, kRuleTarget, 1) == std::vector<int>{200});
}

TEST_CASE("an encoded name counts with the literal one", "[plan]") {
  Planning planning(with_rule({}, {error_answer("ServiceUnavailableException"), documented_answer()}));
  CHECK(planning.get("/things/thermostat-1/jobs/%24next").reply.status == 503);
  CHECK(planning.get("/things/thermostat-1/jobs/$next").reply.status == 200);
}

TEST_CASE("two rules count each for itself", "[plan]") {
  Match with_document;
  with_document.include_job_document = true;
  Scenario scenario = with_rule(with_document, {error_answer("ThrottlingException"), documented_answer()});
  scenario.rules.push_back(rule("others", {}, {error_answer("ServiceUnavailableException"), documented_answer()}));
  Planning planning(std::move(scenario));
  const std::string asking = std::string(kRuleTarget) + "?includeJobDocument=true";
  CHECK(planning.get(kRuleTarget).reply.status == 503);
  CHECK(planning.get(asking).reply.status == 429);
  CHECK(planning.get(kRuleTarget).reply.status == 200);
  CHECK(planning.get(asking).reply.status == 200);
}

TEST_CASE("a call that a rule answers with an error is not a describe of the execution", "[plan]") {
  Scenario scenario = with_rule({}, {error_answer("ServiceUnavailableException", 3), documented_answer()});
  scenario.things[0].jobs[0].executions[0].then = {test::on_describe(2, Status::kInProgress)};
  Planning planning(std::move(scenario));
  statuses(planning, kRuleTarget, 3);
  CHECK(planning.get(kRuleTarget).reply.body.find("QUEUED") != std::string::npos);
  CHECK(planning.get(kRuleTarget).reply.body.find("IN_PROGRESS") != std::string::npos);
}

TEST_CASE("a request that breaks the contract gets its 400 where the rule says documented", "[plan]") {
  Planning planning(with_rule({}, {documented_answer()}));
  const HttpPlan plan = planning.get("/things/thermostat-1/jobs/");
  CHECK(plan.reply.status == 400);
  CHECK(plan.decision.rule == "the rule");
  CHECK(plan.decision.error == "InvalidRequestException");
}

TEST_CASE("a raw reply goes out as written with a request id of ours unless it has one", "[plan]") {
  Answer teapot;
  jobrig::model::RawAnswer raw;
  raw.reply.status = 418;
  raw.reply.headers = {{"X-Tea", "green"}};
  raw.reply.body = "short and stout";
  teapot.off_contract = true;
  SECTION("without") {
    teapot.content = raw;
    Planning planning(with_rule({}, {teapot}));
    const HttpPlan plan = planning.get(kRuleTarget);
    CHECK(plan.reply.status == 418);
    CHECK(plan.reply.body == "short and stout");
    CHECK(plan.reply.off_contract);
    REQUIRE(plan.reply.headers.size() == 2);
    CHECK(plan.reply.headers[0] == jobrig::model::Header{"X-Tea", "green"});
    CHECK(plan.reply.headers[1].name == "x-amzn-RequestId");
    CHECK(plan.reply.headers[1].value.size() == 36);
  }
  SECTION("with") {
    raw.reply.headers.push_back({"X-Amzn-RequestID", "mine"});
    teapot.content = raw;
    Planning planning(with_rule({}, {teapot}));
    CHECK(planning.get(kRuleTarget).reply.headers == raw.reply.headers);
  }
}

TEST_CASE("matching among 1000 rules is the same work as among one", "[plan]") {
  const auto examined_by_a_call = [](std::size_t rules) {
    Scenario scenario = test::thermostat();
    for (std::size_t index = 0; index + 1 < rules; ++index) {
      Match when;
      when.thing_glob = (index % 2 == 0 ? "sensor-" : "fan-*-") + std::to_string(index);
      scenario.rules.push_back(rule("rule " + std::to_string(index), when, {error_answer("ThrottlingException")}));
    }
    Match last;
    last.thing_glob = "thermostat-*";
    scenario.rules.push_back(rule("last", last, {documented_answer()}));
    Planning planning(std::move(scenario));
    CHECK(planning.get(kRuleTarget).decision.rule == "last");
    const auto before = planning.planner.rules_examined();
    CHECK(planning.get(kRuleTarget).decision.rule == "last");
    return planning.planner.rules_examined() - before;
  };
  CHECK(examined_by_a_call(1) == 1);
  CHECK(examined_by_a_call(1000) == 1);
}

TEST_CASE("a new key among 1000 rules for other things by name looks only at its own", "[plan]") {
  Scenario scenario = test::thermostat();
  scenario.things.push_back(test::fleet("sensor-", 1, 1000));
  for (std::size_t index = 1; index <= 1000; ++index) {
    Match when;
    when.thing_glob = "sensor-" + std::to_string(index);
    scenario.rules.push_back(rule("rule " + std::to_string(index), when, {error_answer("ThrottlingException")}));
  }
  Planning planning(std::move(scenario));
  CHECK(planning.get("/things/sensor-500/jobs/calibrate-500").decision.rule == "rule 500");
  CHECK(planning.planner.rules_examined() == 2);  // once to find the candidate, once to check whether it applies
}
