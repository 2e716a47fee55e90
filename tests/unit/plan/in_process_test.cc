// The interface between front ends and the planner: calls and replies without a protocol.
#include "support/in_process.h"

#include <chrono>
#include <string>
#include <vector>

#include "support/admin_desk.h"
#include "support/catch.h"
#include "support/loading.h"

using namespace jobrig;
using model::Operation;
using model::Plan;
using model::Status;
using test::InProcess;
using test::Planning;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kThing = "thermostat-1";
constexpr std::string_view kJob = "firmware-7";

const std::string kThings =
    "summary: x\nclock: {start: 2026-01-01T00:00:00Z}\n"
    "things: {thermostat-1: {firmware-7: {status: QUEUED, document: {operation: install}}}, "
    "sensor-2: {firmware-7: {status: QUEUED}, reboot-1: {status: QUEUED}}}\n";

InProcess with_rules(const std::string& rules) { return InProcess(test::loaded(kThings + "rules: " + rules + "\n")); }

bool holds(const Plan& plan, std::string_view text) { return plan.reply.body.find(text) != std::string::npos; }

std::vector<std::string> errors(const std::vector<Plan>& plans) {
  std::vector<std::string> names;
  for (const Plan& plan : plans) {
    names.push_back(plan.reply.error);
  }
  return names;
}

using Names = std::vector<std::string>;

/// The names of the faults that applied, including faults of the wire, as a front end without a wire records them.
Names struck(Plan& plan) {
  model::Script nothing;
  plan.apply_wire_faults(nothing);
  return plan.decision.faults;
}

}  // namespace

TEST_CASE("in process: an execution is described without a word of HTTP", "[plan][seam]") {
  InProcess service(test::thermostat());
  const Plan plan = service.describe(kThing, kJob, true);
  CHECK(plan.reply.body ==
        R"({"execution":{"jobId":"firmware-7","thingName":"thermostat-1","status":"QUEUED","queuedAt":1767225600,)"
        R"("lastUpdatedAt":1767225600,"versionNumber":1,"executionNumber":1,)"
        R"("jobDocument":"{\"operation\":\"install\"}"}})");
  CHECK_FALSE(plan.reply.is_error());
  CHECK_FALSE(plan.reply.http);
  CHECK(plan.reply.request_id.size() == 36);
  CHECK(plan.decision.operation == "DescribeJobExecution");
  CHECK(plan.decision.key == model::Key{"thermostat-1", "firmware-7"});
  CHECK(plan.arrived == service.clock.now());
}

TEST_CASE("in process: the same call gets over HTTP the same document and request id", "[plan][seam]") {
  InProcess service(test::thermostat());
  Planning over_http(test::thermostat());
  const Plan own = service.describe(kThing, kJob, true);
  const auto other = over_http.get("/things/thermostat-1/jobs/firmware-7?includeJobDocument=true");
  CHECK(own.reply.body == other.reply.body);
  CHECK(own.reply.request_id == other.reply.headers.at(1).value);
  CHECK(own.decision == other.decision);
}

TEST_CASE("in process: errors of the contract have their name and message", "[plan][seam]") {
  InProcess service(test::thermostat());
  const Plan thing = service.describe("nobody", kJob);
  CHECK(thing.reply.error == "ResourceNotFoundException");
  CHECK(thing.reply.body == R"({"message":"unknown thing \"nobody\""})");
  CHECK(thing.reply.is_error());
  CHECK_FALSE(thing.reply.http);
  CHECK(thing.decision.error == "ResourceNotFoundException");
  const Plan name = service.describe("a b", kJob);
  CHECK(name.reply.error == "InvalidRequestException");
  CHECK(holds(name, "thingName may hold only letters, digits"));
  CHECK(name.decision.key == model::Key{});
  CHECK(service.ask({std::nullopt, kThing}).reply.error == "InvalidRequestException");
}

TEST_CASE("in process: rules answer by operation, thing and job", "[plan][seam]") {
  InProcess service = with_rules(
      "[{when: {operation: GetPendingJobExecutions}, answers: [{error: ServiceUnavailableException}]},\n"
      "{name: sensors, when: {thing: sensor-*}, answers: [{error: ThrottlingException}]},\n"
      "{when: {job: firmware-*}, answers: [{error: TerminalStateException, off-contract: true}]}]");
  CHECK(service.pending(kThing).reply.error == "ServiceUnavailableException");
  CHECK(service.describe(kThing, kJob).reply.error == "TerminalStateException");
  const Plan sensor = service.describe("sensor-2", kJob);
  CHECK(sensor.reply.error == "ThrottlingException");
  CHECK(sensor.decision.rule == "sensors");
  CHECK(sensor.decision.step == 1);
  CHECK(service.update(kThing, "reboot-1", Status::kFailed).reply.error == "ResourceNotFoundException");
}

TEST_CASE("in process: each thing and job has its own place in a rule's answers", "[plan][seam]") {
  InProcess service = with_rules(
      "[{answers: [{error: ServiceUnavailableException, times: 2}, {error: ThrottlingException}, documented]}]");
  std::vector<Plan> plans;
  for (int call = 0; call < 4; ++call) {
    plans.push_back(service.describe("sensor-2", kJob));
  }
  CHECK(errors(plans) ==
        Names{"ServiceUnavailableException", "ServiceUnavailableException", "ThrottlingException", ""});
  CHECK(plans.back().decision.ordinal == 3);
  CHECK(service.describe("sensor-2", "reboot-1").reply.error == "ServiceUnavailableException");
  CHECK(service.describe(kThing, kJob).decision.ordinal == 0);
}

TEST_CASE("in process: $next is what starting next takes, until nothing is left", "[plan][seam]") {
  InProcess service(test::thermostat());
  CHECK(holds(service.describe(kThing, "$next"), R"("status":"QUEUED")"));
  const Plan started = service.start_next(kThing);
  CHECK(holds(started, R"("status":"IN_PROGRESS")"));
  CHECK(holds(started, R"("jobDocument":"{\"operation\":\"install\"}")"));
  CHECK(service.describe(kThing, "$next").decision.key == model::Key{"thermostat-1", "$next"});
  CHECK_FALSE(service.update(kThing, kJob, Status::kSucceeded).reply.is_error());
  CHECK(service.describe(kThing, "$next").reply.body == "{}");
  CHECK(service.start_next(kThing).reply.body == "{}");
  CHECK(service.pending(kThing).reply.body == R"({"inProgressJobs":[],"queuedJobs":[]})");
  CHECK(service.update(kThing, "$next", Status::kFailed).reply.error == "InvalidRequestException");
}

TEST_CASE("in process: an update keeps to the version that it expects", "[plan][seam]") {
  InProcess service(test::thermostat());
  model::Arguments arguments;
  arguments.status = Status::kInProgress;
  arguments.expected_version = 4;
  arguments.details = model::Details{{"step", "half"}};
  arguments.include_execution_state = true;
  const Plan refused = service.update(kThing, kJob, arguments);
  CHECK(refused.reply.error == "InvalidStateTransitionException");
  CHECK(refused.reply.body == R"({"message":"the job execution has version 1, not the expected 4",)"
                              R"("executionState":{"status":"QUEUED","statusDetails":{},"versionNumber":1}})");
  CHECK(holds(service.describe(kThing, kJob), R"("status":"QUEUED")"));
  arguments.expected_version = 1;
  CHECK(service.update(kThing, kJob, arguments).reply.body ==
        R"({"executionState":{"status":"IN_PROGRESS","statusDetails":{"step":"half"},"versionNumber":2}})");
  CHECK(service.update(kThing, kJob, arguments).reply.error == "InvalidStateTransitionException");
}

TEST_CASE("in process: an error answer says when to call again in time, not in headers", "[plan][seam]") {
  InProcess service = with_rules(
      "[{when: {thing: thermostat-1}, answers: [{error: ThrottlingException, message: slower, name-in: __type, "
      "retry-after: 2s, x-amz-retry-after: 250ms}]}]");
  const Plan plan = service.describe(kThing, kJob);
  CHECK(plan.reply.error == "ThrottlingException");
  CHECK(plan.reply.body == R"({"__type":"ThrottlingException","message":"slower"})");
  CHECK(plan.reply.error_encoding == model::ErrorNameEncoding::kBodyType);
  CHECK(plan.reply.retry_after == 2s);
  CHECK(plan.reply.amz_retry_after == 250ms);
  CHECK_FALSE(plan.reply.http);
}

TEST_CASE("in process: a bucket is empty for every front end", "[plan][seam]") {
  InProcess service = with_rules("[{name: slow, throttle: {rate: 1/m}}]");
  CHECK_FALSE(service.describe(kThing, kJob).reply.is_error());
  const Plan throttled = service.describe(kThing, kJob);
  CHECK(throttled.reply.error == "ThrottlingException");
  CHECK(throttled.reply.retry_after == 1min);
  CHECK(throttled.decision.rule == "slow");
  service.machine.advance(1min);
  CHECK_FALSE(service.describe(kThing, kJob).reply.is_error());
}

TEST_CASE("in process: conditions on HTTP never hold", "[plan][seam]") {
  InProcess service = with_rules(
      "[{when: {headers: {User-Agent: '*'}}, answers: [{error: ThrottlingException}]},\n"
      "{when: {query: {trace: '*'}}, answers: [{error: ThrottlingException}]},\n"
      "{name: all, answers: [documented]}]");
  CHECK(service.describe(kThing, kJob).decision.rule == "all");
}

TEST_CASE("in process: a denied caller is not matched against rules and is counted", "[plan][seam]") {
  InProcess service = with_rules("[{name: all, answers: [documented]}]");
  test::Stated stated{Operation::kDescribeJobExecution, kThing, kJob};
  stated.denial = {"CertificateValidationException", "not yours", "the certificate is for sensor-2"};
  const Plan plan = service.ask(stated);
  CHECK(plan.reply.error == "CertificateValidationException");
  CHECK(plan.reply.body == R"({"message":"not yours"})");
  CHECK(plan.decision.authentication == "the certificate is for sensor-2");
  CHECK(plan.decision.rule.empty());
  CHECK(service.describe(kThing, kJob).decision.ordinal == 1);
}

TEST_CASE("in process: faults of the meaning change the document", "[plan][seam]") {
  InProcess service = with_rules(
      "[{when: {thing: thermostat-1}, faults: [{drop-member: execution.status}, {huge-number: versionNumber}]},\n"
      "{when: {job: reboot-1}, faults: [cut-json]}]");
  Plan plan = service.describe(kThing, kJob);
  CHECK_FALSE(holds(plan, "status"));
  CHECK(holds(plan, R"("versionNumber":9007199254740993)"));
  CHECK_FALSE(plan.reply.is_error());
  CHECK_FALSE(plan.reply.http);
  CHECK(struck(plan) == Names{"drop-member", "huge-number"});
  CHECK_FALSE(service.describe("sensor-2", "reboot-1").reply.body.ends_with("}"));
}

TEST_CASE("in process: the fault error hides an update that has happened", "[plan][seam]") {
  InProcess service = with_rules(
      "[{when: {operation: UpdateJobExecution}, answers: [{documented: true, times: 1, faults: "
      "[{error: {name: ServiceUnavailableException, message: later}}]}]}]");
  Plan plan = service.update(kThing, kJob, Status::kInProgress);
  CHECK(plan.reply.error == "ServiceUnavailableException");
  CHECK(plan.reply.body == R"({"message":"later"})");
  CHECK(struck(plan) == Names{"error"});
  CHECK(holds(service.describe(kThing, kJob), R"("status":"IN_PROGRESS")"));
}

TEST_CASE("in process: wire faults apply and are named and do not change the reply", "[plan][seam]") {
  InProcess service = with_rules("[{faults: [{delay: 5s}, {cut: head}]}]");
  Plan plan = service.describe(kThing, kJob);
  CHECK(holds(plan, R"("status":"QUEUED")"));
  CHECK(struck(plan) == Names{"cut", "delay"});
}

TEST_CASE("in process: a scenario's reply of HTTP is its body, and an error by its status alone", "[plan][seam]") {
  InProcess service = with_rules(
      "[{when: {thing: thermostat-1}, answers: [{reply: {status: 503, body: down}, off-contract: true}]},\n"
      "{answers: [{reply: {json: {execution: {status: QUEUED}}}}]}]");
  const Plan down = service.describe(kThing, kJob);
  CHECK(down.reply.is_error());
  CHECK(down.reply.error.empty());
  CHECK(down.reply.body == "down");
  const Plan fine = service.describe("sensor-2", kJob);
  CHECK_FALSE(fine.reply.is_error());
  CHECK(fine.reply.body == R"({"execution":{"status":"QUEUED"}})");
}

TEST_CASE("in process: states follow the scenario's time", "[plan][seam]") {
  InProcess service(test::loaded(
      "summary: x\nclock: {start: 2026-01-01T00:00:00Z}\n"
      "things: {t: {j: {status: IN_PROGRESS, then: [{after: 30s, status: SUCCEEDED}], terminal-executions: gone}}}\n"));
  CHECK(holds(service.describe("t", "j"), "IN_PROGRESS"));
  service.machine.advance(30s);
  CHECK(service.describe("t", "j").reply.error == "TerminalStateException");
}

TEST_CASE("in process: a reset begins one job again and leaves the others", "[plan][seam]") {
  InProcess service = with_rules("[{answers: [{error: ServiceUnavailableException, times: 1}, documented]}]");
  for (const std::string_view job : {kJob, std::string_view("reboot-1")}) {
    service.describe("sensor-2", job);
    service.update("sensor-2", job, Status::kInProgress);
  }
  service.planner.reset("sensor-2", "reboot-1");
  CHECK(service.describe("sensor-2", "reboot-1").reply.error == "ServiceUnavailableException");
  CHECK(holds(service.describe("sensor-2", "reboot-1"), R"("status":"QUEUED")"));
  CHECK(holds(service.describe("sensor-2", kJob), R"("status":"IN_PROGRESS")"));
}

TEST_CASE("in process: sandboxes know nothing of each other", "[plan][seam][sandbox]") {
  const std::string scenario =
      kThings + "rules: [{answers: [{error: ServiceUnavailableException, times: 1}, documented]}]";
  test::AdminDesk desk(scenario);
  const auto sandbox = desk.sandboxes.add({"", test::command_scenario(scenario), std::nullopt, base::Duration::zero()});
  const auto describe = [](hosting::Sandbox& of) {
    return test::ask_in_process(of.generation()->planner, {Operation::kDescribeJobExecution, kThing, kJob});
  };
  CHECK(describe(*desk.sandboxes.main()).reply.error == "ServiceUnavailableException");
  CHECK_FALSE(describe(*desk.sandboxes.main()).reply.is_error());
  CHECK(describe(*sandbox).reply.error == "ServiceUnavailableException");
  sandbox->reset();
  CHECK(describe(*sandbox).reply.error == "ServiceUnavailableException");
  CHECK(describe(*desk.sandboxes.main()).decision.ordinal == 2);
  CHECK(desk.get("/things/thermostat-1/jobs/firmware-7") == 200);  // HTTP and in-process calls share counters
}
