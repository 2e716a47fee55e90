// Situations from the field that concern executions, each with its shipped scenario, through the planner.
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>

#include "contract/shipped_scenarios.h"
#include "model/scenario.h"
#include "support/catch.h"
#include "support/in_process.h"
#include "support/loading.h"

using namespace jobrig;
using model::Plan;
using model::Status;
using nlohmann::json;
using test::InProcess;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kOne = "thermostat-1";
constexpr std::string_view kTwo = "thermostat-2";
constexpr std::string_view kSituationJob = "firmware-7";

InProcess playing(std::string_view name) {
  return InProcess(test::loaded(std::string(contract::shipped_scenario(name)->text)));
}

/// Moves the time of the scenario.
void pass(InProcess& service, base::Duration time) { service.clock.jump(time); }

/// `jobId/number status` of the execution in a response, `nothing` for `{}`, or the name of the error.
std::string told(const Plan& plan) {
  if (plan.reply.is_error()) {
    return plan.reply.error;
  }
  const json body = json::parse(plan.reply.body);
  if (!body.contains("execution")) {
    return "nothing";
  }
  const json& execution = body.at("execution");
  return execution.at("jobId").get<std::string>() + "/" + std::to_string(execution.at("executionNumber").get<int>()) +
         " " + execution.at("status").get<std::string>();
}

std::string next_of(InProcess& service, std::string_view thing) { return told(service.describe(thing, "$next")); }

/// An update whose response has the state: `200`, or the name of the error, then the state.
std::string reported(InProcess& service, std::string_view thing, Status status,
                     std::optional<std::int64_t> expected_version = {}) {
  model::Arguments arguments;
  arguments.status = status;
  arguments.expected_version = expected_version;
  arguments.include_execution_state = true;
  const Plan plan = service.update(thing, kSituationJob, std::move(arguments));
  if (plan.reply.is_error() && plan.reply.error != "InvalidStateTransitionException") {
    return plan.reply.error;
  }
  const json state = json::parse(plan.reply.body).at("executionState");
  return (plan.reply.is_error() ? plan.reply.error : "200") + " " + state.at("status").get<std::string>() + " " +
         std::to_string(state.at("versionNumber").get<int>());
}

std::string document_of(InProcess& service, std::string_view thing) {
  const json execution = json::parse(service.describe(thing, kSituationJob, true).reply.body).at("execution");
  CHECK(execution.at("versionNumber") == 1);
  return execution.at("jobDocument").get<std::string>();
}

const std::string kConflict = "InvalidStateTransitionException";

/// Checks that each member that AWS prints is in the body with the same digits, and that there are no others.
void check_printed(const std::string& body, const std::string& printed) {
  CAPTURE(body, printed);
  CHECK(json::parse(body) == json::parse(printed));
  for (std::size_t begin = printed.find('"'); begin != std::string::npos; begin = printed.find('"', begin + 1)) {
    const std::size_t end = printed.find_first_of(",}\n", begin);
    const std::string line = printed.substr(begin, end - begin);
    const std::size_t colon = line.find("\": ");
    if (colon != std::string::npos && line.back() != '{' && line.back() != '[') {
      CHECK(body.find(line.substr(0, colon + 2) + line.substr(colon + 3)) != std::string::npos);
    }
    begin = end == std::string::npos ? printed.size() : end;
  }
}

}  // namespace

TEST_CASE("situation 1: a client that describes a job that is over gets 410", "[plan][situations]") {
  InProcess service = playing("demos/gone");
  const Plan plan = service.describe(kOne, "firmware-6");
  CHECK(told(plan) == "TerminalStateException");
  CHECK(told(service.describe(kOne, "firmware-5")) == "firmware-5/1 SUCCEEDED");
}

TEST_CASE("situation 2: an update that loses a version race gets the current version with the 409",
          "[plan][situations]") {
  InProcess service = playing("demos/race");
  CHECK(told(service.start_next(kOne)) == "firmware-7/1 IN_PROGRESS");
  CHECK(reported(service, kOne, Status::kSucceeded, 2) == kConflict + " IN_PROGRESS 3");
  CHECK(reported(service, kOne, Status::kSucceeded, 3) == "200 SUCCEEDED 4");
}

TEST_CASE("situation 3: an update of a job that was canceled while in progress gets 409 CANCELED",
          "[plan][situations]") {
  InProcess service = playing("demos/canceled");
  CHECK(told(service.start_next(kOne)) == "firmware-7/1 IN_PROGRESS");
  CHECK(reported(service, kOne, Status::kInProgress) == kConflict + " CANCELED 3");
  CHECK(next_of(service, kOne) == "nothing");
}

TEST_CASE("situation 5: execution 2 of a job does not exist before its time", "[plan][situations]") {
  InProcess service = playing("demos/arrivals");
  CHECK(next_of(service, kTwo) == "firmware-7/1 QUEUED");
  pass(service, 90s);
  CHECK(next_of(service, kTwo) == "nothing");
  CHECK(told(service.describe(kTwo, kSituationJob)) == "TerminalStateException");
  model::Arguments second;
  second.execution_number = 2;
  CHECK(told(service.ask({model::Operation::kDescribeJobExecution, kTwo, kSituationJob, second})) ==
        "ResourceNotFoundException");
  second.status = Status::kInProgress;
  CHECK(service.update(kTwo, kSituationJob, second).reply.error == "ResourceNotFoundException");
  CHECK(told(service.start_next(kTwo)) == "nothing");
  CHECK(service.pending(kTwo).reply.body == R"({"inProgressJobs":[],"queuedJobs":[]})");
  pass(service, 30s);
  CHECK(next_of(service, kTwo) == "firmware-7/2 QUEUED");
  CHECK(told(service.start_next(kTwo)) == "firmware-7/2 IN_PROGRESS");
}

TEST_CASE("situation 6: a job that failed follows again with the next number", "[plan][situations]") {
  InProcess service = playing("demos/retries");
  for (const std::string number : {"1", "2", "3"}) {
    CHECK(told(service.start_next(kOne)) == "firmware-7/" + number + " IN_PROGRESS");
    CHECK(json::parse(service.describe(kOne, kSituationJob, true).reply.body).at("execution").contains("jobDocument"));
    CHECK(service.update(kOne, kSituationJob, Status::kFailed).reply.body == "{}");
  }
  CHECK(next_of(service, kOne) == "nothing");
  CHECK(service.update(kTwo, kSituationJob, Status::kRejected).reply.body == "{}");
  CHECK(next_of(service, kTwo) == "nothing");
  pass(service, 10s);
  CHECK(next_of(service, kTwo) == "firmware-7/2 QUEUED");
}

TEST_CASE("situation 7: the device must switch to the job that arrives when its own is canceled",
          "[plan][situations]") {
  InProcess service = playing("demos/switch");
  CHECK(told(service.start_next(kOne)) == "firmware-7/1 IN_PROGRESS");
  CHECK(told(service.describe(kOne, "firmware-8")) == "ResourceNotFoundException");
  CHECK(reported(service, kOne, Status::kInProgress) == "200 IN_PROGRESS 3");
  CHECK(reported(service, kOne, Status::kInProgress) == "200 IN_PROGRESS 4");
  CHECK(next_of(service, kOne) == "firmware-8/1 QUEUED");
  CHECK(reported(service, kOne, Status::kSucceeded) == kConflict + " CANCELED 5");
  CHECK(told(service.start_next(kTwo)) == "firmware-7/1 IN_PROGRESS");
  pass(service, 30s);
  CHECK(next_of(service, kTwo) == "firmware-8/1 QUEUED");
}

TEST_CASE("situation 8: a job is canceled after the second progress report or removed after the first",
          "[plan][situations]") {
  InProcess service = playing("demos/canceled");
  CHECK(told(service.start_next(kTwo)) == "firmware-7/1 IN_PROGRESS");
  CHECK(reported(service, kTwo, Status::kInProgress) == "200 IN_PROGRESS 3");
  CHECK(reported(service, kTwo, Status::kInProgress) == "200 IN_PROGRESS 4");
  CHECK(reported(service, kTwo, Status::kInProgress) == kConflict + " CANCELED 5");
  CHECK(told(service.start_next("thermostat-3")) == "firmware-7/1 IN_PROGRESS");
  CHECK(reported(service, "thermostat-3", Status::kInProgress) == "200 IN_PROGRESS 3");
  CHECK(reported(service, "thermostat-3", Status::kInProgress) == "ResourceNotFoundException");
  CHECK(told(service.describe("thermostat-3", kSituationJob)) == "ResourceNotFoundException");
}

TEST_CASE("situation 9: each describe has a fresh presigned URL and the same version", "[plan][situations]") {
  InProcess service = playing("demos/fresh-urls");
  std::set<std::string> urls;
  for (int i = 0; i < 5; ++i) {
    const std::string url = json::parse(document_of(service, kOne)).at("url");
    CHECK(url.starts_with("https://s3.eu-west-1.amazonaws.com/firmware/7.bin?X-Amz-Algorithm=AWS4-HMAC-SHA256&"));
    urls.insert(url);
  }
  CHECK(urls.size() == 5);
  CHECK(document_of(service, kTwo) == R"({"operation":"install","url":"https://example.com/7.bin?link=1"})");
  CHECK(document_of(service, kTwo) == R"({"operation":"install","url":"https://example.com/7.bin?link=2"})");
  CHECK(document_of(service, "thermostat-3") == R"({"operation":"install","version":"7.0.1"})");
  CHECK(document_of(service, "thermostat-3") == R"({"operation":"install","version":"7.0.2"})");
}

// AWS CLI Command Reference, the examples of the four operations. The thing name is printed as "MotionSensor1 ", with a
// blank that the pattern of thing names does not allow, and the last one with a comma that JSON does not allow.
TEST_CASE("situation 10: the responses that the reference of the AWS CLI prints are reproduced", "[plan][situations]") {
  InProcess service = playing("demos/aws-examples");
  const Plan described = service.describe("MotionSensor1", "SampleJob");
  CHECK_FALSE(described.reply.off_contract);
  check_printed(described.reply.body, R"({
    "execution": {
        "approximateSecondsBeforeTimedOut": 88,
        "executionNumber": 2939653338,
        "jobId": "SampleJob",
        "lastUpdatedAt": 1567701875.743,
        "queuedAt": 1567701902.444,
        "status": "QUEUED",
        "thingName": "MotionSensor1",
        "versionNumber": 3
   }
})");
  check_printed(service.pending("MotionSensor1").reply.body, R"({
    "inProgressJobs": [
    ],
    "queuedJobs": [
        {
            "executionNumber": 2939653338,
            "jobId": "SampleJob",
            "lastUpdatedAt": 1567701875.743,
            "queuedAt": 1567701902.444,
            "versionNumber": 3
      }
    ]
})");
  const Plan updated = service.update("MotionSensor1", "SampleJob", Status::kRemoved);
  CHECK_FALSE(updated.reply.off_contract);
  check_printed(updated.reply.body, R"({
    "executionState": {
        "status": "REMOVED",
        "versionNumber": 3
    }
})");
  InProcess later = playing("demos/aws-examples-started");
  const Plan started = later.start_next("MotionSensor1");
  CHECK_FALSE(started.reply.off_contract);
  check_printed(started.reply.body, R"({
    "execution": {
        "approximateSecondsBeforeTimedOut": 88,
        "executionNumber": 2939653338,
        "jobId": "SampleJob",
        "lastUpdatedAt": 1567714853.743,
        "queuedAt": 1567701902.444,
        "startedAt": 1567714871.690,
        "status": "IN_PROGRESS",
        "thingName": "MotionSensor1",
        "versionNumber": 3
   }
})");
}

TEST_CASE("a timeout can happen later than announced", "[plan][situations]") {
  InProcess service = playing("demos/late-timeouts");
  const auto left = [&] {
    return json::parse(service.describe(kOne, kSituationJob).reply.body)
        .at("execution")
        .at("approximateSecondsBeforeTimedOut")
        .get<int>();
  };
  CHECK(left() > 590);
  pass(service, 10min);
  CHECK(left() == 0);
  CHECK(reported(service, kOne, Status::kInProgress) == "200 IN_PROGRESS 2");
  pass(service, 45s);
  CHECK(told(service.describe(kOne, kSituationJob)) == "TerminalStateException");
}
