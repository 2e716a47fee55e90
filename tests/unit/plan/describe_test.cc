// The documented DescribeJobExecution response for the state of the world.
#include <chrono>
#include <string>

#include "contract/statuses.h"
#include "support/catch.h"
#include "support/planning.h"

using jobrig::model::Edition;
using jobrig::model::Status;
using jobrig::test::HttpPlan;
using jobrig::test::Planning;
namespace test = jobrig::test;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kDescribe = "/things/thermostat-1/jobs/firmware-7";

bool holds(const HttpPlan& plan, std::string_view text) { return plan.reply.body.find(text) != std::string::npos; }

void check_error(const HttpPlan& plan, int status, std::string_view name, std::string_view message) {
  CHECK(plan.reply.status == status);
  CHECK(plan.decision.error == name);
  REQUIRE(plan.reply.headers.size() == 3);
  CHECK(plan.reply.headers[1].name == "x-amzn-RequestId");
  CHECK(plan.reply.headers[2] == jobrig::model::Header{"x-amzn-ErrorType", std::string(name)});
  CHECK(plan.reply.body.find(message) != std::string::npos);
}

}  // namespace

TEST_CASE("a queued execution is described without its document in the original edition", "[plan]") {
  Planning planning(test::thermostat());
  const HttpPlan plan = planning.get("/things/thermostat-1/jobs/firmware-7");
  CHECK(plan.reply.status == 200);
  CHECK(plan.reply.body ==
        R"({"execution":{"jobId":"firmware-7","thingName":"thermostat-1","status":"QUEUED","queuedAt":1767225600,)"
        R"("lastUpdatedAt":1767225600,"versionNumber":1,"executionNumber":1}})");
  REQUIRE(plan.reply.headers.size() == 2);
  CHECK(plan.reply.headers[0] == jobrig::model::Header{"Content-Type", "application/json"});
  CHECK(plan.reply.headers[1].name == "x-amzn-RequestId");
  CHECK(plan.decision.operation == "DescribeJobExecution");
  CHECK(plan.decision.key == jobrig::model::Key{"thermostat-1", "firmware-7"});
  CHECK(plan.decision.error.empty());
}

TEST_CASE("every member an execution can have is described", "[plan]") {
  jobrig::model::Scenario scenario = test::thermostat();
  auto& execution = scenario.things[0].jobs[0].executions[0];
  execution.number = 5000000000;
  execution.status = Status::kInProgress;
  execution.version_number = 9223372036854775807;
  execution.details = {{"step", "say \"hi\""}, {"grad", "21 °C"}};
  execution.queued_at = jobrig::model::ScenarioTime{true, -10min, {}};
  execution.started_at = jobrig::model::ScenarioTime{true, -5min, {}};
  execution.last_updated_at = jobrig::model::ScenarioTime{true, -1min, {}};
  execution.timeout = 30min;
  scenario.edition = Edition::kCurrent;
  Planning planning(std::move(scenario));
  planning.wait(500ms);
  CHECK(planning.get(kDescribe).reply.body ==
        R"({"execution":{"jobId":"firmware-7","thingName":"thermostat-1","status":"IN_PROGRESS",)"
        R"("statusDetails":{"step":"say \"hi\"","grad":"21 °C"},"queuedAt":1767225000,"startedAt":1767225300,)"
        R"("lastUpdatedAt":1767225540,"versionNumber":9223372036854775807,"executionNumber":5000000000,)"
        R"("approximateSecondsBeforeTimedOut":1500,"jobDocument":"{\"operation\":\"install\"}"}})");
}

TEST_CASE("the original edition knows no seconds before the time-out", "[plan]") {
  jobrig::model::Scenario scenario = test::thermostat();
  scenario.things[0].jobs[0].executions[0].status = Status::kInProgress;
  scenario.things[0].jobs[0].executions[0].timeout = 30min;
  Planning planning(std::move(scenario));
  CHECK_FALSE(holds(planning.get(kDescribe), "approximateSecondsBeforeTimedOut"));
}

TEST_CASE("the document comes when the parameter or the edition says so", "[plan]") {
  jobrig::model::Scenario scenario = test::thermostat();
  const std::string asked = std::string(kDescribe) + "?includeJobDocument=";
  constexpr std::string_view kDocument = R"("jobDocument":"{\"operation\":\"install\"}")";
  SECTION("original") {
    Planning planning(std::move(scenario));
    CHECK_FALSE(holds(planning.get(kDescribe), "jobDocument"));
    CHECK_FALSE(holds(planning.get(asked + "false"), "jobDocument"));
    CHECK(holds(planning.get(asked + "true"), kDocument));
  }
  SECTION("current") {
    scenario.edition = Edition::kCurrent;
    Planning planning(std::move(scenario));
    CHECK(holds(planning.get(kDescribe), kDocument));
    CHECK_FALSE(holds(planning.get(asked + "false"), "jobDocument"));
  }
  SECTION("none there") {
    scenario.things[0].jobs[0].executions[0].document.reset();
    Planning planning(std::move(scenario));
    CHECK_FALSE(holds(planning.get(asked + "true"), "jobDocument"));
  }
}

TEST_CASE("timestamps come in the scenario's unit in both editions", "[plan]") {
  jobrig::model::Scenario scenario = test::thermostat();
  scenario.edition = GENERATE(Edition::kOriginal, Edition::kCurrent);
  SECTION("milliseconds") {
    scenario.timestamps = jobrig::model::TimestampUnit::kMilliseconds;
    CHECK(holds(Planning(std::move(scenario)).get(kDescribe), R"("queuedAt":1767225600000,)"));
  }
  SECTION("float seconds") {
    scenario.timestamps = jobrig::model::TimestampUnit::kFloatSeconds;
    CHECK(holds(Planning(std::move(scenario)).get(kDescribe), R"("queuedAt":1767225600.000,)"));
  }
}

TEST_CASE("the latest execution answers unless a number is asked for", "[plan]") {
  jobrig::model::Scenario scenario = test::thermostat();
  scenario.things[0].jobs[0].executions = {test::execution(Status::kInProgress, 1),
                                           test::execution(Status::kQueued, 2)};
  Planning planning(std::move(scenario));
  CHECK(holds(planning.get(kDescribe), R"("executionNumber":2)"));
  CHECK(holds(planning.get(std::string(kDescribe) + "?executionNumber=1"), R"("executionNumber":1)"));
  check_error(planning.get(std::string(kDescribe) + "?executionNumber=3"), 404, "ResourceNotFoundException",
              "has no execution 3");
}

TEST_CASE("next is what is pending and an empty object when nothing is", "[plan]") {
  Planning planning(test::thermostat());
  CHECK(holds(planning.get("/things/thermostat-1/jobs/%24next"), R"("jobId":"firmware-7")"));
  CHECK(planning.ask("POST", kDescribe, R"({"status":"SUCCEEDED"})").reply.status == 200);
  const HttpPlan plan = planning.get("/things/thermostat-1/jobs/$next");
  CHECK(plan.reply.status == 200);
  CHECK(plan.reply.body == "{}");
}

TEST_CASE("what does not exist is a 404 that says what", "[plan]") {
  Planning planning(test::thermostat());
  check_error(planning.get("/things/nobody/jobs/firmware-7"), 404, "ResourceNotFoundException",
              R"(unknown thing \"nobody\")");
  check_error(planning.get("/things/nobody/jobs/$next"), 404, "ResourceNotFoundException",
              R"(unknown thing \"nobody\")");
  check_error(planning.get("/things/thermostat-1/jobs/nothing"), 404, "ResourceNotFoundException",
              R"(the thing \"thermostat-1\" has no job \"nothing\")");
}

TEST_CASE("a broken rule is a 400 that says which", "[plan]") {
  Planning planning(test::thermostat());
  check_error(planning.get("/things/thermostat-1/jobs/"), 400, "InvalidRequestException", "jobId must not be empty");
  check_error(planning.get("/nowhere"), 400, "InvalidRequestException", R"(no operation has the path \"/nowhere\")");
  check_error(planning.ask("DELETE", kDescribe), 400, "InvalidRequestException", R"(the method \"DELETE\")");
  CHECK(planning.get("/nowhere").decision.operation.empty());
}

TEST_CASE("a terminal execution is described or gone as the scenario says", "[plan]") {
  jobrig::model::Scenario scenario = test::thermostat();
  scenario.things[0].jobs[0].executions[0].status = Status::kSucceeded;
  SECTION("kept") {
    scenario.things[0].jobs[0].gone_when_terminal = false;
    CHECK(holds(Planning(std::move(scenario)).get(kDescribe), R"("status":"SUCCEEDED")"));
  }
  SECTION("gone by default") {
    Planning planning(std::move(scenario));
    check_error(planning.get(kDescribe), 410, "TerminalStateException", "SUCCEEDED");
    CHECK(planning.get("/things/thermostat-1/jobs/$next").reply.body == "{}");
  }
}

TEST_CASE("an execution off the contract says so of its answer", "[plan]") {
  jobrig::model::Scenario scenario = test::thermostat();
  scenario.things[0].jobs[0].executions[0].off_contract = true;
  CHECK(Planning(std::move(scenario)).get(kDescribe).reply.off_contract);
}

TEST_CASE("all eight statuses are described by their words", "[plan]") {
  for (const auto& row : jobrig::contract::statuses()) {
    jobrig::model::Scenario scenario = test::thermostat();
    scenario.things[0].jobs[0].executions[0].status = row.status;
    scenario.things[0].jobs[0].gone_when_terminal = false;
    CHECK(holds(Planning(std::move(scenario)).get(kDescribe), "\"status\":\"" + std::string(row.word) + "\""));
  }
}
