// The page of the `original` edition, statement by statement: AWS IoT API Reference, AWS IoT Jobs data plane,
// DescribeJobExecution and JobExecution, as published until about 2022. Each statement is quoted and checked on the
// wire. Where the page leaves a choice, other tests say what jobrig does.
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.h"
#include "support/fleet.h"
#include "support/raw_client.h"
#include "support/scenario_server.h"
#include "support/tls_client.h"

using namespace jobrig;
using nlohmann::json;
using test::call;
using test::Called;
using test::Over;
using test::ScenarioServer;

namespace {

const std::string kScenario = R"(
clock: {start: 2026-01-01T00:00:00Z, rate: 0}
things:
  thermostat-1:
    firmware-7:
      executions:
        1: {status: FAILED, queued: -2d, started: -2d, updated: -1d, details: {reason: no-power}}
        5000000000:
          status: IN_PROGRESS
          queued: -300s
          started: -200s
          updated: -100s
          version: 4294967296
          details: {step: "half-way"}
          document: {operation: install}
    reboot-1: {}
)";

const std::string kFirmware = "/things/thermostat-1/jobs/firmware-7";

json execution_at(ScenarioServer& server, const std::string& target) {
  const Called called = call(server.port(), target);
  REQUIRE(called.status() == 200);
  return json::parse(called.body()).at("execution");
}

/// The status and the name of the error of a describe.
std::string error_at(ScenarioServer& server, const std::string& target) {
  const Called called = call(server.port(), target);
  return std::to_string(called.status()) + " " + called.header("x-amzn-ErrorType");
}

std::string describe(std::string_view thing, std::string_view job) {
  return "/things/" + std::string(thing) + "/jobs/" + std::string(job);
}

constexpr const char* kInvalid = "400 InvalidRequestException";
constexpr const char* kNotFound = "404 ResourceNotFoundException";

}  // namespace

TEST_CASE("original page: Gets details of a job execution", "[wire][original-page]") {
  ScenarioServer server(kScenario);
  // Request Syntax
  INFO(
      "GET /things/thingName/jobs/jobId?executionNumber=executionNumber&includeJobDocument=includeJobDocument "
      "HTTP/1.1");
  CHECK(execution_at(server, kFirmware + "?executionNumber=5000000000&includeJobDocument=true").at("jobId") ==
        "firmware-7");
}

TEST_CASE("original page: executionNumber", "[wire][original-page]") {
  ScenarioServer server("terminal-executions: kept\n" + kScenario);
  INFO(
      "Optional. A number that identifies a particular job execution on a particular device. If not specified, the "
      "latest job execution is returned.");
  CHECK(execution_at(server, kFirmware + "?executionNumber=1").at("status") == "FAILED");
  CHECK(execution_at(server, kFirmware + "?executionNumber=5000000000").at("status") == "IN_PROGRESS");
  CHECK(execution_at(server, kFirmware).at("executionNumber") == 5000000000);
  CHECK(error_at(server, kFirmware + "?executionNumber=2") == kNotFound);
  CHECK(error_at(server, kFirmware + "?executionNumber=one") == kInvalid);
}

TEST_CASE("original page: includeJobDocument", "[wire][original-page]") {
  ScenarioServer server(kScenario);
  INFO("Optional. When set to true, the response contains the job document. The default is false.");
  CHECK(execution_at(server, kFirmware + "?includeJobDocument=true").at("jobDocument") == R"({"operation":"install"})");
  CHECK_FALSE(execution_at(server, kFirmware + "?includeJobDocument=false").contains("jobDocument"));
  CHECK_FALSE(execution_at(server, kFirmware).contains("jobDocument"));
  CHECK(error_at(server, kFirmware + "?includeJobDocument=yes") == kInvalid);
}

TEST_CASE("original page: jobId", "[wire][original-page]") {
  ScenarioServer server(kScenario);
  INFO(
      "The unique identifier assigned to this job when it was created. Pattern: [a-zA-Z0-9_-]+|^\\$next. Required: "
      "Yes");
  CHECK(execution_at(server, kFirmware).at("jobId") == "firmware-7");
  CHECK(execution_at(server, describe("thermostat-1", "$next")).at("jobId") == "firmware-7");
  CHECK(execution_at(server, describe("thermostat-1", "%24next")).at("jobId") == "firmware-7");
  CHECK(error_at(server, describe("thermostat-1", "aZ0_-")) == kNotFound);
  // The page states no length.
  CHECK(error_at(server, describe("thermostat-1", std::string(65, 'j'))) == kNotFound);
  CHECK(error_at(server, describe("thermostat-1", std::string(1000, 'j'))) == kNotFound);
  for (const char* id : {"a:b", "a%20b", "a.b", "%24Next", "%24", "a%24next", "%C3%A9", ""}) {
    CAPTURE(id);
    CHECK(error_at(server, describe("thermostat-1", id)) == kInvalid);
  }
}

TEST_CASE("original page: thingName", "[wire][original-page]") {
  ScenarioServer server(kScenario);
  INFO(
      "The thing name associated with the device the job execution is running on. Length Constraints: Minimum length "
      "of 1. Maximum length of 128. Pattern: [a-zA-Z0-9:_-]+ Required: Yes");
  CHECK(execution_at(server, kFirmware).at("thingName") == "thermostat-1");
  CHECK(error_at(server, describe("t", "j")) == kNotFound);
  CHECK(error_at(server, describe(std::string(128, 't'), "j")) == kNotFound);
  CHECK(error_at(server, describe("aZ0:_-", "j")) == kNotFound);
  CHECK(error_at(server, describe("a%3Ab", "j")) == kNotFound);
  CHECK(error_at(server, describe(std::string(129, 't'), "j")) == kInvalid);
  for (const char* name : {"", "a.b", "a%20b", "%24next", "%C3%A9"}) {
    CAPTURE(name);
    CHECK(error_at(server, describe(name, "j")) == kInvalid);
  }
}

TEST_CASE("original page: The request does not have a request body", "[wire][original-page]") {
  ScenarioServer server(kScenario);
  test::RawClient client(server.port());
  client.send("GET " + kFirmware + " HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.receive_answer().starts_with("HTTP/1.1 200 "));
}

TEST_CASE("original page: Response Syntax and Response Elements", "[wire][original-page]") {
  ScenarioServer server(kScenario);
  INFO(
      "If the action is successful, the service sends back an HTTP 200 response. The following data is returned in "
      "JSON format by the service. execution: Contains data about a job execution. Type: JobExecution object");
  const Called called = call(server.port(), kFirmware + "?includeJobDocument=true");
  CHECK(called.status() == 200);
  INFO("Content-type: application/json");
  CHECK(called.header("Content-Type") == "application/json");
  const json body = json::parse(called.body());
  CHECK(body.size() == 1);
  const json& execution = body.at("execution");
  std::set<std::string> members;
  for (const auto& [name, unused] : execution.items()) {
    members.insert(name);
  }
  CHECK(members == std::set<std::string>{"executionNumber", "jobDocument", "jobId", "lastUpdatedAt", "queuedAt",
                                         "startedAt", "status", "statusDetails", "thingName", "versionNumber"});
}

TEST_CASE("original page: the members of JobExecution", "[wire][original-page]") {
  ScenarioServer server(kScenario);
  const json execution = execution_at(server, kFirmware + "?includeJobDocument=true");
  SECTION("executionNumber: A number that identifies a particular job execution on a particular device. Type: Long") {
    CHECK(execution.at("executionNumber") == 5000000000);
  }
  SECTION("jobDocument: The content of the job document. Type: String. Maximum length of 32768") {
    CHECK(execution.at("jobDocument").is_string());
    const std::string longest(32768 - 2, 'x');
    ScenarioServer other("things: {t: {j: {document: '\"" + longest + "\"'}}}");
    CHECK(execution_at(other, "/things/t/jobs/j?includeJobDocument=true").at("jobDocument") == '"' + longest + '"');
  }
  SECTION("jobId: Type: String. Minimum length of 1. Maximum length of 64. Pattern: [a-zA-Z0-9_-]+") {
    const std::string longest(64, 'j');
    ScenarioServer other("things: {t: {" + longest + ": {}}}");
    CHECK(execution_at(other, "/things/t/jobs/" + longest).at("jobId") == longest);
  }
  SECTION("lastUpdatedAt and queuedAt and startedAt: The time, in seconds since the epoch. Type: Long") {
    CHECK(execution.at("queuedAt") == 1767225600 - 300);
    CHECK(execution.at("startedAt") == 1767225600 - 200);
    CHECK(execution.at("lastUpdatedAt") == 1767225600 - 100);
    CHECK(execution.at("queuedAt").is_number_integer());
  }
  SECTION("startedAt: The time when the job execution was started") {
    CHECK_FALSE(execution_at(server, describe("thermostat-1", "reboot-1")).contains("startedAt"));
  }
  SECTION(
      "status: Valid Values: QUEUED | IN_PROGRESS | SUCCEEDED | FAILED | TIMED_OUT | REJECTED | REMOVED | CANCELED") {
    for (const std::string status :
         {"QUEUED", "IN_PROGRESS", "SUCCEEDED", "FAILED", "TIMED_OUT", "REJECTED", "REMOVED", "CANCELED"}) {
      CAPTURE(status);
      ScenarioServer other("terminal-executions: kept\nthings: {t: {j: {status: " + status + "}}}");
      CHECK(execution_at(other, "/things/t/jobs/j").at("status") == status);
    }
  }
  SECTION(
      "statusDetails: A collection of name/value pairs that describe the status of the job execution. Type: String to "
      "string map") {
    CHECK(execution.at("statusDetails") == json{{"step", "half-way"}});
    INFO(
        "Key Length Constraints: Minimum length of 1. Maximum length of 128. Key Pattern: [a-zA-Z0-9:_-]+ Value Length "
        "Constraints: Minimum length of 1. Maximum length of 1024. Value Pattern: [^\\p{C}]*+");
    const std::string key(128, 'k');
    const std::string value(1024, 'v');
    ScenarioServer other("things: {t: {j: {details: {\"" + key + "\": " + value + ", \"a:b\": \"é €\"}}}}");
    CHECK(execution_at(other, "/things/t/jobs/j").at("statusDetails") == json{{key, value}, {"a:b", "é €"}});
  }
  SECTION("thingName: The name of the thing that is executing the job. Type: String. Maximum length of 128") {
    const std::string longest(128, 't');
    ScenarioServer other("things: {" + longest + ": {j: {}}}");
    CHECK(execution_at(other, "/things/" + longest + "/jobs/j").at("thingName") == longest);
  }
  SECTION("versionNumber: Job execution versions are incremented each time they are updated by a device. Type: Long") {
    CHECK(execution.at("versionNumber") == 4294967296);
    test::RawClient client(server.port());
    client.send("POST " + kFirmware +
                " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 24\r\n\r\n"
                R"({"status":"IN_PROGRESS"})");
    CHECK(client.receive_answer().starts_with("HTTP/1.1 200 "));
    CHECK(execution_at(server, kFirmware).at("versionNumber") == 4294967297);
  }
}

TEST_CASE("original page: the errors that need no rule", "[wire][original-page]") {
  ScenarioServer server(kScenario);
  SECTION(
      "InvalidRequestException: The contents of the request were invalid. The message contains details about the "
      "error. HTTP Status Code: 400") {
    const Called called = call(server.port(), kFirmware + "?executionNumber=0");
    CHECK(called.status() == 400);
    CHECK(called.header("x-amzn-ErrorType") == "InvalidRequestException");
    CHECK(json::parse(called.body()).at("message").get<std::string>().find("executionNumber") == 0);
  }
  SECTION("ResourceNotFoundException: The specified resource does not exist. HTTP Status Code: 404") {
    CHECK(error_at(server, describe("nobody", "firmware-7")) == kNotFound);
    CHECK(error_at(server, describe("thermostat-1", "nothing")) == kNotFound);
  }
  SECTION("TerminalStateException: The job is in a terminal state. HTTP Status Code: 410") {
    CHECK(error_at(server, kFirmware + "?executionNumber=1") == "410 TerminalStateException");
    CHECK(execution_at(server, kFirmware).at("status") == "IN_PROGRESS");
  }
  SECTION("CertificateValidationException: The certificate is invalid. HTTP Status Code: 400") {
    ScenarioServer over_tls("tls: {client-certificate: ask}\n" + kScenario, Over::kTls);
    test::TlsClient client(over_tls.port());
    client.send("GET " + kFirmware + " HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string answer = client.receive_answer();
    CHECK(answer.starts_with("HTTP/1.1 400 "));
    CHECK(answer.find("\r\nx-amzn-ErrorType: CertificateValidationException\r\n") != std::string::npos);
  }
}

TEST_CASE("original page: the errors of a busy service", "[wire][original-page]") {
  SECTION("ServiceUnavailableException: The service is temporarily unavailable. HTTP Status Code: 503") {
    ScenarioServer server(kScenario + "rules: [{answers: [{error: ServiceUnavailableException}]}]\n");
    CHECK(error_at(server, kFirmware) == "503 ServiceUnavailableException");
  }
  SECTION("ThrottlingException: The rate exceeds the limit. HTTP Status Code: 429") {
    ScenarioServer server(kScenario + "rules: [{throttle: {rate: 1/h}}]\n");
    CHECK(execution_at(server, kFirmware).at("jobId") == "firmware-7");
    CHECK(error_at(server, kFirmware) == "429 ThrottlingException");
  }
}
