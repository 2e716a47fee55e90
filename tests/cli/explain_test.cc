// `jobrig explain`: exact text and exit codes.
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "support/catch.h"
#include "support/process.h"
#include "support/temporary_folder.h"

using namespace jobrig;

namespace {

constexpr std::string_view kExplained = R"(# yaml-language-server: $schema=../../schemas/scenario.schema.json
summary: An outage, then a busy service, then all is well.
seed: 7
clock: {start: 2026-01-01T00:00:00Z}
things:
  thermostat-1:
    firmware-7: {status: QUEUED}
rules:
  - name: for sensors
    when: {thing: "sensor-*"}
    answers: [{error: ThrottlingException}]
  - name: outage
    answers:
      - {error: ServiceUnavailableException, message: come again, retry-after: 1s, delay: 200ms}
      - documented
)";

test::Outcome explain(std::vector<std::string> more) {
  const test::TemporaryFolder folder;
  const std::string file = (folder.path() / "outage.yaml").string();
  std::ofstream(file) << kExplained;
  std::vector<std::string> words{"explain", file};
  words.insert(words.end(), more.begin(), more.end());
  return test::run_jobrig(words);
}

const std::string kDescribe = "GET /things/thermostat-1/jobs/firmware-7";

// The text with the request id replaced; only the seed determines the id.
std::string without_id(std::string text) {
  const std::size_t at = text.find("x-amzn-RequestId: ");
  REQUIRE(at != std::string::npos);
  return text.replace(at + 18, 36, "ID");
}

}  // namespace

TEST_CASE("explain shows the rule and the near misses and every byte of the first call", "[cli]") {
  const auto outcome = explain({"--request", kDescribe});
  CHECK(outcome.err.empty());
  REQUIRE(outcome.exit_code == 0);
  CHECK(without_id(outcome.out) ==
        "request   DescribeJobExecution\n"
        "counted   thermostat-1/firmware-7, call 1\n"
        "rule      \"outage\", answer 1 of 2\n"
        "not       \"for sensors\": the thing \"thermostat-1\" does not match \"sensor-*\"\n"
        "faults    delay\n"
        "response  503 ServiceUnavailableException\n"
        "\n"
        "* nothing for 200ms\n"
        "< HTTP/1.1 503 Service Unavailable\n"
        "< Date: Thu, 01 Jan 2026 00:00:00 GMT\n"
        "< Content-Type: application/json\n"
        "< x-amzn-RequestId: ID\n"
        "< x-amzn-ErrorType: ServiceUnavailableException\n"
        "< Retry-After: 1\n"
        "< Content-Length: 24\n"
        "< \n"
        "< {\"message\":\"come again\"}\n"
        "* the connection stays open\n");
}

TEST_CASE("explain goes on to the call that is asked for", "[cli]") {
  const auto outcome = explain({"--request", kDescribe, "--call", "2", "--at", "10s", "--header", "Connection: close"});
  REQUIRE(outcome.exit_code == 0);
  CHECK(without_id(outcome.out) ==
        "request   DescribeJobExecution\n"
        "counted   thermostat-1/firmware-7, call 2\n"
        "rule      \"outage\", answer 2 of 2\n"
        "not       \"for sensors\": the thing \"thermostat-1\" does not match \"sensor-*\"\n"
        "response  200\n"
        "\n"
        "< HTTP/1.1 200 OK\n"
        "< Date: Thu, 01 Jan 2026 00:00:10 GMT\n"
        "< Content-Type: application/json\n"
        "< x-amzn-RequestId: ID\n"
        "< Content-Length: 168\n"
        "< Connection: close\n"
        "< \n"
        "< {\"execution\":{\"jobId\":\"firmware-7\",\"thingName\":\"thermostat-1\",\"status\":\"QUEUED\","
        "\"queuedAt\":1767225600,\"lastUpdatedAt\":1767225600,\"versionNumber\":1,\"executionNumber\":1}}\n"
        "* the connection is closed\n");
}

TEST_CASE("the same seed explains the same bytes", "[cli]") {
  CHECK(explain({"--request", kDescribe}).out == explain({"--request", kDescribe, "--seed", "7"}).out);
  CHECK(explain({"--request", kDescribe}).out != explain({"--request", kDescribe, "--seed", "8"}).out);
}

TEST_CASE("explain writes JSON for programs", "[cli]") {
  const auto outcome = explain({"--request", kDescribe, "--format", "json"});
  REQUIRE(outcome.exit_code == 0);
  const auto json = nlohmann::json::parse(outcome.out);
  CHECK(json["rule"] == "outage");
  CHECK(json["faults"] == nlohmann::json::array({"delay"}));
  CHECK(json["script"][0]["pause"] == "200ms");
  CHECK(json["close_action"] == "keep-open");
}

TEST_CASE("explain says why the server would refuse a request", "[cli]") {
  const auto outcome = explain({"--request", "GET /things/%zz/jobs/j", "--header", "Host: a", "--header", "Host: b"});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.out.find("refused   ") == 0);
  CHECK(outcome.out.find("\nresponse  400 InvalidRequestException\n") != std::string::npos);
  CHECK(outcome.out.find("* the connection is closed\n") != std::string::npos);
}

TEST_CASE("explain without a proper request exits 2 and says what it needs", "[cli]") {
  CHECK(explain({"--request", ""}).err ==
        "jobrig: --request needs a value: --request 'METHOD TARGET'\njobrig: see jobrig explain --help\n");
  for (const std::string request : {"GET", "GET ", " /x", "GET /x HTTP/1.1"}) {
    CAPTURE(request);
    const auto outcome = explain({"--request", request});
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.out.empty());
    CHECK(outcome.err ==
          "jobrig: explain needs --request 'METHOD TARGET', such as --request 'GET "
          "/things/thermostat-1/jobs/firmware-7', or --mqtt TOPIC\n");
  }
  const auto header = explain({"--request", kDescribe, "--header", "nonsense"});
  CHECK(header.exit_code == 2);
  CHECK(header.err == "jobrig: --header \"nonsense\" is not of the form 'NAME: VALUE'\n");
}

TEST_CASE("explain of a scenario that is not there exits 2", "[cli]") {
  const auto outcome = test::run_jobrig({"explain", "no-such.yaml", "--request", kDescribe});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.find("no-such.yaml") != std::string::npos);
}

TEST_CASE("explain says what happens to the connection before the request is read", "[cli][explain]") {
  const auto explain = [](std::vector<std::string> words) {
    words.insert(words.begin(), "explain");
    words.insert(words.end(), {"--request", "GET /things/thermostat-1/jobs/firmware-7"});
    return jobrig::test::run_jobrig(words).out;
  };
  CHECK(explain({"demos/first-connections"}) ==
        "connect   accept: reset\nresponse  none\n\n* the connection is reset\n");
  CHECK(explain({"demos/first-connections", "--call", "3"}) ==
        "connect   accept: close\nresponse  none\n\n* the connection is closed\n");
  CHECK(explain({"demos/first-connections", "--call", "4"}).find("connect   accept-after 2s\nrequest ") == 0);
  CHECK(explain({"demos/first-connections", "--call", "6"}).find("request ") == 0);
  CHECK(explain({"demos/idle-timeout"}).find("connect   idle-timeout 5s\nrequest ") == 0);
  CHECK(explain({"demos/connection-age"}).find("connect   max-age 5s\nrequest ") == 0);
  CHECK(explain({"demos/port-refuses", "--at", "11s"}).find("connect   refused: nothing listens on the port\n") == 0);
}

TEST_CASE("explain shows a connection that ends inside the request", "[cli][explain]") {
  const auto outcome =
      jobrig::test::run_jobrig({"explain", "demos/cut-request-body", "--request",
                                "POST /things/thermostat-1/jobs/firmware-7", "--body", R"({"status":"SUCCEEDED"})"});
  CHECK(outcome.out ==
        "request   UpdateJobExecution\n"
        "counted   thermostat-1/firmware-7, call 1\n"
        "rule      \"the report is cut off\", answer 1 of 3\n"
        "faults    cut\n"
        "response  none\n"
        "\n"
        "* the connection is closed\n");
}

TEST_CASE("explain says which member of the body does not match", "[cli][explain]") {
  const auto explain = [](const std::string& body, const std::string& call) {
    return jobrig::test::run_jobrig({"explain", "demos/final-report", "--request",
                                     "POST /things/thermostat-1/jobs/firmware-7", "--body", body, "--call", call})
        .out;
  };
  const std::string progress = explain(R"({"status":"IN_PROGRESS"})", "1");
  CHECK(
      progress.find("not       \"the final report is lost\": the body member status is \"IN_PROGRESS\", which does not "
                    "match \"SUCCEEDED\" or \"FAILED\"\nstate     firmware-7, execution 1: IN_PROGRESS by the device\n"
                    "response  200\n") != std::string::npos);
  const std::string last = R"({"status":"SUCCEEDED"})";
  CHECK(explain(last, "1").find("rule      \"the final report is lost\", answer 1 of 2\nresponse  503") !=
        std::string::npos);
  CHECK(explain(last, "3").find("response  503") != std::string::npos);
  CHECK(explain(last, "4").find("response  200") != std::string::npos);
}

TEST_CASE("explain shows the response to an MQTT message", "[cli][explain][mqtt]") {
  const auto outcome = jobrig::test::run_jobrig(
      {"explain", "--mqtt", "$aws/things/thermostat-1/jobs/$next/get", "--body", R"({"clientToken":"a"})"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, Catch::StartsWith("request   DescribeJobExecution\n"));
  CHECK_THAT(outcome.out, Catch::Contains("response  $aws/things/thermostat-1/jobs/$next/get/"));
  CHECK_THAT(outcome.out, Catch::Contains(R"("clientToken":"a"})"));
  const auto json = nlohmann::json::parse(
      jobrig::test::run_jobrig({"explain", "--mqtt", "$aws/things/nobody/jobs/get", "--format", "json"}).out);
  CHECK(json.at("topic") == "$aws/things/nobody/jobs/get/rejected");
  CHECK(json.at("error") == "ResourceNotFoundException");
}

TEST_CASE("explain refuses a topic that is no Jobs request", "[cli][explain][mqtt]") {
  const auto outcome = jobrig::test::run_jobrig({"explain", "--mqtt", "things/t/jobs/get"});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err ==
        "jobrig: --mqtt \"things/t/jobs/get\" is not a topic for requests to the Jobs service, such as "
        "'$aws/things/thermostat-1/jobs/$next/get'\n");
  CHECK(jobrig::test::run_jobrig({"explain", "--mqtt", "$aws/things/t/jobs/get", "--header", "A: b"}).err ==
        "jobrig: --mqtt explains a message; leave out --request and --header\n");
}
