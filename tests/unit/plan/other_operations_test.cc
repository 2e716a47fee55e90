// The operations other than DescribeJobExecution: GetPending, StartNext, Update, StartCommand.
#include <chrono>
#include <string>

#include "support/catch.h"
#include "support/planning.h"

using jobrig::model::Edition;
using jobrig::model::Scenario;
using jobrig::model::Status;
using jobrig::test::HttpPlan;
using jobrig::test::Planning;
namespace test = jobrig::test;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kJobs = "/things/thermostat-1/jobs";
constexpr std::string_view kFirmware = "/things/thermostat-1/jobs/firmware-7";
constexpr std::string_view kNext = "/things/thermostat-1/jobs/$next";

std::string command(const std::string& thing, const std::string& more = "") {
  return R"({"targetArn":"arn:aws:iot:eu-west-1:123456789012:thing/)" + thing +
         R"(","commandArn":"arn:aws:iot:eu-west-1:123456789012:command/restart")" + more + "}";
}

Scenario current() {
  Scenario scenario = test::thermostat();
  scenario.edition = Edition::kCurrent;
  return scenario;
}

}  // namespace

TEST_CASE("pending executions are listed as summaries", "[plan]") {
  Scenario scenario = test::thermostat();
  scenario.things[0].jobs.push_back(test::job("reboot-2", {test::execution(Status::kInProgress, 3)}));
  scenario.things[0].jobs.push_back(test::job("done", {test::execution(Status::kSucceeded)}));
  Planning planning(std::move(scenario));
  CHECK(planning.get(kJobs).reply.body ==
        R"({"inProgressJobs":[{"jobId":"reboot-2","queuedAt":1767225600,"startedAt":1767225600,)"
        R"("lastUpdatedAt":1767225600,"versionNumber":1,"executionNumber":3}],)"
        R"("queuedJobs":[{"jobId":"firmware-7","queuedAt":1767225600,"lastUpdatedAt":1767225600,"versionNumber":1,)"
        R"("executionNumber":1}]})");
}

TEST_CASE("nothing pending is two empty lists", "[plan]") {
  Scenario scenario = test::thermostat();
  scenario.things[0].jobs.clear();
  CHECK(Planning(std::move(scenario)).get(kJobs).reply.body == R"({"inProgressJobs":[],"queuedJobs":[]})");
}

TEST_CASE("starting next brings the document whatever the edition", "[plan]") {
  Scenario scenario = test::thermostat();
  scenario.edition = GENERATE(Edition::kOriginal, Edition::kCurrent);
  Planning planning(std::move(scenario));
  planning.wait(10s);
  const HttpPlan plan = planning.ask("PUT", kNext, R"({"statusDetails":{"step":"go"}})");
  CHECK(plan.decision.operation == "StartNextPendingJobExecution");
  CHECK(plan.reply.body ==
        R"({"execution":{"jobId":"firmware-7","thingName":"thermostat-1","status":"IN_PROGRESS",)"
        R"("statusDetails":{"step":"go"},"queuedAt":1767225600,"startedAt":1767225610,"lastUpdatedAt":1767225610,)"
        R"("versionNumber":2,"executionNumber":1,"jobDocument":"{\"operation\":\"install\"}"}})");
}

TEST_CASE("starting next when nothing is pending answers an empty object", "[plan]") {
  Scenario scenario = test::thermostat();
  scenario.things[0].jobs[0].executions[0].status = Status::kSucceeded;
  CHECK(Planning(std::move(scenario)).ask("PUT", kNext).reply.body == "{}");
}

TEST_CASE("a step time-out started with the job ends it", "[plan]") {
  Planning planning(current());
  const HttpPlan plan = planning.ask("PUT", kNext, R"({"stepTimeoutInMinutes":1})");
  CHECK(plan.reply.body.find(R"("approximateSecondsBeforeTimedOut":60)") != std::string::npos);
  planning.wait(60s);
  CHECK(planning.get(kFirmware).reply.body.find("TIMED_OUT") != std::string::npos);
}

TEST_CASE("an update answers an empty object unless more is asked for", "[plan]") {
  Planning planning(test::thermostat());
  CHECK(planning.ask("POST", kFirmware, R"({"status":"IN_PROGRESS"})").reply.body == "{}");
  CHECK(planning.ask("POST", kFirmware, R"({"status":"IN_PROGRESS","includeJobExecutionState":true})").reply.body ==
        R"({"executionState":{"status":"IN_PROGRESS","statusDetails":{},"versionNumber":3}})");
  CHECK(planning.ask("POST", kFirmware, R"({"status":"IN_PROGRESS","includeJobDocument":true})").reply.body ==
        R"({"jobDocument":"{\"operation\":\"install\"}"})");
  CHECK(planning
            .ask("POST", kFirmware,
                 R"({"status":"SUCCEEDED","statusDetails":{"a":"b"},"includeJobExecutionState":true,)"
                 R"("includeJobDocument":true})")
            .reply.body == R"({"executionState":{"status":"SUCCEEDED","statusDetails":{"a":"b"},"versionNumber":5},)"
                           R"("jobDocument":"{\"operation\":\"install\"}"})");
}

TEST_CASE("an update against the lifecycle or the version is a 409 that says why", "[plan]") {
  Planning planning(test::thermostat());
  const HttpPlan version = planning.ask("POST", kFirmware, R"({"status":"FAILED","expectedVersion":4})");
  CHECK(version.reply.status == 409);
  CHECK(version.decision.error == "InvalidStateTransitionException");
  CHECK(version.reply.body == R"({"message":"the job execution has version 1, not the expected 4",)"
                              R"("executionState":{"status":"QUEUED","statusDetails":{},"versionNumber":1}})");
  constexpr std::string_view kFails = R"({"status":"FAILED","expectedVersion":1,"statusDetails":{"step":"two"}})";
  CHECK(planning.ask("POST", kFirmware, kFails).reply.status == 200);
  const HttpPlan lifecycle = planning.ask("POST", kFirmware, R"({"status":"IN_PROGRESS"})");
  CHECK(lifecycle.reply.status == 409);
  CHECK(lifecycle.reply.body ==
        R"({"message":"the job execution is FAILED and cannot become IN_PROGRESS",)"
        R"("executionState":{"status":"FAILED","statusDetails":{"step":"two"},"versionNumber":2}})");
}

TEST_CASE("an update that lost the race learns the state from the error", "[plan]") {
  Scenario scenario = test::thermostat();
  scenario.edition = GENERATE(Edition::kOriginal, Edition::kCurrent);
  Planning planning(scenario);
  CHECK(planning.ask("POST", kFirmware, R"({"status":"IN_PROGRESS"})").reply.status == 200);
  const HttpPlan lost = planning.ask("POST", kFirmware, R"({"status":"SUCCEEDED","expectedVersion":1})");
  CHECK(lost.reply.status == 409);
  CHECK(lost.reply.body.find(R"("executionState":{"status":"IN_PROGRESS","statusDetails":{},"versionNumber":2})") !=
        std::string::npos);
}

TEST_CASE("an update of what does not exist or of next is refused", "[plan]") {
  Planning planning(test::thermostat());
  constexpr std::string_view kBody = R"({"status":"FAILED","executionNumber":9})";
  CHECK(planning.ask("POST", kFirmware, kBody).reply.status == 404);
  CHECK(planning.ask("POST", "/things/thermostat-1/jobs/x", kBody).reply.status == 404);
  CHECK(planning.ask("POST", "/things/nobody/jobs/x", kBody).reply.status == 404);
  CHECK(planning.ask("POST", kNext, kBody).reply.status == 400);
  CHECK(planning.get(kFirmware).reply.body.find("QUEUED") != std::string::npos);
}

TEST_CASE("the original edition has no commands", "[plan]") {
  Planning planning(test::thermostat());
  const HttpPlan plan = planning.ask("POST", "/command-executions", command("thermostat-1"));
  CHECK(plan.reply.status == 400);
  CHECK(plan.decision.error == "InvalidRequestException");
}

TEST_CASE("a command gets an id and the same token the same id", "[plan]") {
  Planning planning(current());
  const std::string once = command("thermostat-1", R"(,"clientToken":"abc")");
  const std::string first = planning.ask("POST", "/command-executions", once).reply.body;
  CHECK(first.find(R"({"executionId":")") == 0);
  CHECK(first.size() == std::string(R"({"executionId":""})").size() + 36);
  CHECK(planning.ask("POST", "/command-executions", once).reply.body == first);
  CHECK(planning.ask("POST", "/command-executions", command("thermostat-1")).reply.body != first);
  const HttpPlan conflict = planning.ask(
      "POST", "/command-executions", command("thermostat-1", R"(,"clientToken":"abc","executionTimeoutSeconds":5)"));
  CHECK(conflict.reply.status == 409);
  CHECK(conflict.decision.error == "ConflictException");
  CHECK(conflict.reply.body == R"({"message":"the clientToken was used before for another command",)"
                               R"("resourceId":"arn:aws:iot:eu-west-1:123456789012:command/restart"})");
}

TEST_CASE("a command's errors have the names that its operation documents", "[plan]") {
  Planning planning(current());
  const HttpPlan invalid = planning.ask("POST", "/command-executions", "{}");
  CHECK(invalid.reply.status == 400);
  CHECK(invalid.decision.error == "ValidationException");
  CHECK(invalid.decision.operation == "StartCommandExecution");
  CHECK(planning.ask("POST", "/command-executions", command("nobody")).reply.status == 404);
  CHECK(planning.ask("GET", "/command-executions").decision.error == "InvalidRequestException");
}

TEST_CASE("a command counts under its thing", "[plan]") {
  Planning planning(current());
  CHECK(planning.ask("POST", "/command-executions", command("thermostat-1")).decision.key ==
        jobrig::model::Key{"thermostat-1", ""});
}

TEST_CASE("the pending executions are at most as many as the scenario says", "[plan]") {
  Scenario scenario = test::thermostat();
  scenario.things.front().jobs.clear();
  for (int i = 0; i < 8; ++i) {
    scenario.things.front().jobs.push_back(
        test::job("running-" + std::to_string(i), {test::execution(Status::kInProgress)}));
    scenario.things.front().jobs.push_back(
        test::job("queued-" + std::to_string(i), {test::execution(Status::kQueued)}));
  }
  const auto counts = [&](std::int64_t limit) {
    scenario.pending_limit = limit;
    Planning planning(scenario);
    const std::string body = planning.get(kJobs).reply.body;
    const auto count = [&](const std::string& word) {
      std::size_t found = 0;
      for (std::size_t at = body.find(word); at != std::string::npos; at = body.find(word, at + 1)) {
        ++found;
      }
      return found;
    };
    return std::pair(count("running-"), count("queued-"));
  };
  CHECK(Scenario().pending_limit == 10);
  CHECK(counts(10) == std::pair<std::size_t, std::size_t>(8, 2));
  CHECK(counts(15) == std::pair<std::size_t, std::size_t>(8, 7));
  CHECK(counts(3) == std::pair<std::size_t, std::size_t>(3, 0));
  CHECK(counts(100) == std::pair<std::size_t, std::size_t>(8, 8));
}

TEST_CASE("a body that is not declared as JSON is a 415 unless the scenario accepts any", "[plan][http]") {
  const std::string next(kNext);
  const auto asked = [&](std::string_view method, std::string_view target, std::string_view body, const char* type,
                         bool any = false) {
    Scenario scenario = test::thermostat();
    scenario.any_content_type = any;
    Planning planning(scenario);
    jobrig::model::Request request = Planning::request(method, target, body);
    request.headers.clear();
    if (type != nullptr) {
      request.headers.push_back({"content-type", type});
    }
    return planning.planner.plan(request);
  };
  constexpr std::string_view kBody = R"({"status":"IN_PROGRESS"})";
  for (const char* type :
       {"application/json", "Application/JSON", "application/json; charset=utf-8", "application/json;charset=utf-8"}) {
    CAPTURE(type);
    CHECK(asked("POST", kFirmware, kBody, type).reply.status == 200);
  }
  CHECK(asked("PUT", kNext, "", nullptr).reply.status == 200);
  for (const char* type : {"application/hal+json", "text/plain", "application/x-www-form-urlencoded", "", "json"}) {
    CAPTURE(type);
    const HttpPlan refused = asked("POST", kFirmware, kBody, type);
    CHECK(refused.reply.status == 415);
    CHECK(refused.decision.error == "UnsupportedMediaTypeException");
    CHECK(asked("PUT", kNext, "", type).reply.status == 415);
    CHECK(asked("POST", kFirmware, kBody, type, true).reply.status == 200);
    CHECK(asked("GET", kFirmware, "", type).reply.status == 200);
  }
  const HttpPlan absent = asked("POST", kFirmware, "not JSON either", nullptr);
  CHECK(absent.reply.status == 415);
  CHECK(absent.reply.body == R"({"message":"the body has no Content-Type; it must be application/json"})");
  CHECK(asked("POST", kFirmware, kBody, "text/plain").reply.body ==
        R"({"message":"the Content-Type must be application/json, not \"text/plain\""})");
  CHECK(asked("POST", "/nowhere", kBody, "text/plain").reply.status == 400);
}

TEST_CASE("a response repeats a valid traceparent if the scenario says so", "[plan][http]") {
  constexpr std::string_view kTraceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const auto echoed = [&](bool echoes, std::vector<jobrig::model::HeaderView> headers, std::string_view target) {
    Scenario scenario = test::thermostat();
    scenario.echoes_traceparent = echoes;
    Planning planning(scenario);
    jobrig::model::Request request = Planning::request("GET", target);
    request.headers.insert(request.headers.end(), headers.begin(), headers.end());
    std::vector<std::string> values;
    for (const jobrig::model::Header& header : planning.planner.plan(request).reply.headers) {
      if (header.name == "traceparent") {
        values.push_back(header.value);
      }
    }
    return values;
  };
  using Values = std::vector<std::string>;
  CHECK(echoed(true, {{"TraceParent", kTraceparent}}, kFirmware) == Values{std::string(kTraceparent)});
  CHECK(echoed(true, {{"traceparent", kTraceparent}}, "/nowhere") == Values{std::string(kTraceparent)});
  CHECK(echoed(false, {{"traceparent", kTraceparent}}, kFirmware).empty());
  CHECK(echoed(true, {}, kFirmware).empty());
  CHECK(echoed(true, {{"traceparent", "00-1-2-3"}}, kFirmware).empty());
  CHECK(echoed(true, {{"traceparent", kTraceparent}, {"traceparent", kTraceparent}}, kFirmware).empty());
}
