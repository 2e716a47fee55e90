// The Jobs topics: messages as calls, replies as messages (AWS IoT Developer Guide, "Jobs device MQTT API operations").
#include <memory>

#include "mqtt/jobs_response.h"
#include "mqtt/jobs_topic.h"
#include "support/catch.h"

using namespace jobrig;
using model::Operation;

namespace {

constexpr base::Instant kNow{std::chrono::seconds(1'517'016'948) + std::chrono::milliseconds(999)};

std::string topic_below(const std::string& rest) { return "$aws/things/thermostat/jobs/" + rest; }

std::unique_ptr<mqtt::JobsRequest> request_of(const std::string& rest, const std::string& payload) {
  auto request = std::make_unique<mqtt::JobsRequest>();
  mqtt::parse_jobs_request(topic_below(rest), payload, *request);
  return request;
}

std::string refusal_of(const std::string& rest, const std::string& payload) {
  return request_of(rest, payload)->call.refusal;
}

model::Reply success(std::string body) {
  model::Reply reply;
  reply.body = std::move(body);
  return reply;
}

model::Reply failure(std::string error, std::string body) {
  model::Reply reply = success(std::move(body));
  reply.error = std::move(error);
  return reply;
}

std::string accepted(const std::string& rest, const std::string& payload, const std::string& body) {
  const mqtt::JobsMessage message = mqtt::respond(*request_of(rest, payload), success(body), kNow);
  CHECK(message.topic == topic_below(rest) + "/accepted");
  return message.payload;
}

std::string rejected(const std::string& rest, const std::string& payload, const model::Reply& reply) {
  const mqtt::JobsMessage message = mqtt::respond(*request_of(rest, payload), reply, kNow);
  CHECK(message.topic == topic_below(rest) + "/rejected");
  return message.payload;
}

}  // namespace

TEST_CASE("each request topic is one operation", "[mqtt]") {
  const auto operation = [](const std::string& rest) { return mqtt::parse_jobs_topic(topic_below(rest))->operation; };
  CHECK(operation("get") == Operation::kGetPendingJobExecutions);
  CHECK(operation("start-next") == Operation::kStartNextPendingJobExecution);
  CHECK(operation("firmware/get") == Operation::kDescribeJobExecution);
  CHECK(operation("firmware/update") == Operation::kUpdateJobExecution);
  CHECK(operation("$next/get") == Operation::kDescribeJobExecution);
  CHECK(operation("get/get") == Operation::kDescribeJobExecution);
  const std::string next = topic_below("$next/get");
  CHECK(mqtt::parse_jobs_topic(next)->thing == "thermostat");
  CHECK(mqtt::parse_jobs_topic(next)->job == "$next");
  CHECK(mqtt::parse_jobs_topic(topic_below("get"))->job.data() == nullptr);
}

TEST_CASE("topics on which the service sends, and topics elsewhere, are not requests", "[mqtt]") {
  for (const char* const rest : {"notify", "notify-next", "get/accepted", "get/rejected", "start-next/accepted",
                                 "firmware/update/rejected", "$next/get/accepted"}) {
    CHECK(!mqtt::parse_jobs_topic(topic_below(rest)));
  }
  for (const char* const topic : {"$aws/things/t/shadow/get", "$aws/things/t", "$aws/things/t/jobs",
                                  "things/t/jobs/get", "$aws/rules/jobs/get", "$aws/things/t/jobsx/get"}) {
    CHECK(!mqtt::parse_jobs_topic(topic));
  }
}

TEST_CASE("a filter below the topics of a thing names it", "[mqtt]") {
  CHECK(mqtt::thing_of_jobs_topic("$aws/things/t/jobs/#") == "t");
  CHECK(mqtt::thing_of_jobs_topic("$aws/things/t/jobs/notify") == "t");
  CHECK(!mqtt::thing_of_jobs_topic("$aws/things/+/jobs/notify"));
  CHECK(!mqtt::thing_of_jobs_topic("$aws/things/t/#"));
  CHECK(!mqtt::thing_of_jobs_topic("#"));
}

TEST_CASE("a Jobs topic without an operation gets InvalidTopic", "[mqtt]") {
  for (const char* const rest : {"", "update", "firmware/start-next", "firmware/describe", "a/b/get", "Get"}) {
    const auto request = request_of(rest, "{}");
    CHECK(!request->call.operation);
    CHECK(request->call.thing == "thermostat");
    CHECK(request->refusal_code == "InvalidTopic");
    CHECK(mqtt::rejection_code(*request, failure("InvalidRequestException", "{}")) == "InvalidTopic");
  }
  CHECK(refusal_of("firmware/describe", "{}") ==
        "no operation has the topic \"$aws/things/thermostat/jobs/firmware/describe\"; the topics are get, start-next, "
        "{jobId}/get and {jobId}/update below $aws/things/{thingName}/jobs/");
}

TEST_CASE("the names in a topic are checked as those in a path", "[mqtt]") {
  CHECK(request_of("fir mware/get", "{}")->call.job_valid == false);
  CHECK_FALSE(refusal_of("fir mware/get", "{}").empty());
  CHECK_FALSE(refusal_of("/get", "{}").empty());
  CHECK_FALSE(refusal_of("$next/update", R"({"status":"FAILED"})").empty());
  CHECK(refusal_of("$next/get", "{}").empty());
  mqtt::JobsRequest request;
  mqtt::parse_jobs_request("$aws/things/a b/jobs/get", "{}", request);
  CHECK_FALSE(request.call.thing_valid);
  CHECK_FALSE(request.call.refusal.empty());
}

TEST_CASE("the members of a payload are the arguments of the call", "[mqtt]") {
  const auto describe = request_of("firmware/get", R"({"executionNumber":7,"includeJobDocument":false})");
  CHECK(describe->call.arguments.execution_number == 7);
  CHECK(describe->call.arguments.include_job_document == false);
  CHECK(describe->call.context.http == nullptr);
  const auto update =
      request_of("firmware/update",
                 R"({"status":"IN_PROGRESS","statusDetails":{"step":"1"},"expectedVersion":3,"executionNumber":2,)"
                 R"("includeJobExecutionState":true,"includeJobDocument":true,"stepTimeoutInMinutes":-1})");
  CHECK(update->call.refusal.empty());
  CHECK(update->call.arguments.status == model::Status::kInProgress);
  CHECK(update->call.arguments.details == model::Details{{"step", "1"}});
  CHECK(update->call.arguments.expected_version == 3);
  CHECK(update->call.arguments.execution_number == 2);
  CHECK(update->call.arguments.include_execution_state);
  CHECK(update->call.arguments.include_job_document == true);
  CHECK(update->call.arguments.step_minutes == -1);
  const auto start = request_of("start-next", R"({"statusDetails":{"a":"b"},"stepTimeoutInMinutes":5})");
  CHECK(start->call.arguments.details == model::Details{{"a", "b"}});
  CHECK(start->call.arguments.step_minutes == 5);
}

TEST_CASE("DescribeJobExecution includes the document by default over MQTT", "[mqtt]") {
  CHECK(request_of("firmware/get", "{}")->call.arguments.include_job_document == true);
  CHECK(request_of("$next/get", "")->call.arguments.include_job_document == true);
  CHECK(request_of("$next/get", R"({"includeJobDocument":null})")->call.arguments.include_job_document == true);
  CHECK(request_of("firmware/update", R"({"status":"FAILED"})")->call.arguments.include_job_document == false);
}

TEST_CASE("a payload that is not JSON gets InvalidJson, one that breaks a rule InvalidRequest", "[mqtt]") {
  const auto code = [](const std::string& rest, const std::string& payload) {
    const auto request = request_of(rest, payload);
    CHECK_FALSE(request->call.refusal.empty());
    return std::string(mqtt::rejection_code(*request, failure("InvalidRequestException", "{}")));
  };
  CHECK(code("get", "{") == "InvalidJson");
  CHECK(code("get", "{}x") == "InvalidJson");
  CHECK(code("get", "{\"a\":\"\xff\"}") == "InvalidJson");
  CHECK(code("get", std::string(200, '[')) == "InvalidJson");
  CHECK(code("get", "[]") == "InvalidRequest");
  CHECK(code("firmware/update", "{}") == "InvalidRequest");
  CHECK(code("firmware/update", "") == "InvalidRequest");
  CHECK(code("firmware/get", R"({"executionNumber":"1"})") == "InvalidRequest");
  CHECK(code("get", R"({"clientToken":1})") == "InvalidRequest");
  CHECK(refusal_of("get", R"({"clientToken":1})") == "clientToken must be a string");
  CHECK(refusal_of("get", R"({"unknown":1})").empty());
}

TEST_CASE("an accepted response has the document as a value, the timestamp and the clientToken", "[mqtt]") {
  CHECK(accepted("firmware/get", R"({"clientToken":"a\"b"})",
                 R"({"execution":{"jobId":"firmware","jobDocument":"{\"a\":[1,\"x\"]}","versionNumber":2}})") ==
        R"({"execution":{"jobId":"firmware","jobDocument":{"a":[1,"x"]},"versionNumber":2},)"
        R"("timestamp":1517016948,"clientToken":"a\"b"})");
  CHECK(accepted("firmware/update", R"({"status":"FAILED"})", R"({"jobDocument":"{}"})") ==
        R"({"jobDocument":{},"timestamp":1517016948})");
  CHECK(accepted("$next/get", "", "{}") == R"({"timestamp":1517016948})");
  CHECK(accepted("get", R"({"clientToken":""})", R"({"queuedJobs":[]})") ==
        R"({"queuedJobs":[],"timestamp":1517016948,"clientToken":""})");
}

TEST_CASE("only the member jobDocument of the reply or of its execution becomes a value", "[mqtt]") {
  for (const char* const body : {
           R"({"execution":{"jobDocument":"not JSON"}})",
           R"({"execution":{"statusDetails":{"jobDocument":"{}"}}})",
           R"({"executionState":{"jobDocument":"{}"}})",
           R"({"execution":{"jobDocument":null}})",
           R"({"message":"\"jobDocument\":\"{}\""})",
       }) {
    CHECK(accepted("firmware/get", "", body) ==
          std::string(body, std::string(body).size() - 1) + R"(,"timestamp":1517016948})");
  }
}

TEST_CASE("what a fault did to a reply stays in the response", "[mqtt]") {
  CHECK(accepted("get", "", R"({"a":1, "a":1e999,"b":"\ud800"} )") ==
        R"({"a":1, "a":1e999,"b":"\ud800","timestamp":1517016948})");
  for (const char* const body : {"", "[]", "null", "<html>", R"({"execution":{"jobDocument":"{)", "\"", "}"}) {
    CHECK(accepted("get", R"({"clientToken":"t"})", body) == body);
  }
}

TEST_CASE("each error has its code in a rejected response", "[mqtt]") {
  const auto request = request_of("firmware/get", "{}");
  const auto code = [&](const std::string& error) { return mqtt::rejection_code(*request, failure(error, "{}")); };
  CHECK(code("InvalidRequestException") == "InvalidRequest");
  CHECK(code("ResourceNotFoundException") == "ResourceNotFound");
  CHECK(code("TerminalStateException") == "TerminalStateReached");
  CHECK(code("ThrottlingException") == "RequestThrottled");
  CHECK(code("InvalidStateTransitionException") == "InvalidStateTransition");
  CHECK(code("ServiceUnavailableException") == "InternalError");
  CHECK(code("CertificateValidationException") == "InvalidRequest");
  CHECK(code("NoSuchException") == "InternalError");
  model::Reply written;
  for (const auto& [status, expected] : std::vector<std::pair<int, std::string>>{
           {400, "InvalidRequest"}, {404, "ResourceNotFound"}, {429, "RequestThrottled"}, {503, "InternalError"}}) {
    written.http = model::HttpHead{status, {}};
    CHECK(mqtt::rejection_code(*request, written) == expected);
  }
}

TEST_CASE("a rejected response has code, message, timestamp and clientToken", "[mqtt]") {
  CHECK(rejected("firmware/get", R"({"clientToken":"t"})",
                 failure("ResourceNotFoundException", R"({"__type":"X","message":"no \"job\""})")) ==
        R"({"code":"ResourceNotFound","message":"no \"job\"","timestamp":1517016948,"clientToken":"t"})");
  CHECK(rejected("firmware/get", "", failure("ThrottlingException", "{}")) ==
        R"({"code":"RequestThrottled","timestamp":1517016948})");
  // Only a scenario or a fault makes such a body.
  CHECK(rejected("firmware/get", "", failure("ThrottlingException", "<html>")) == "<html>");
}

TEST_CASE("a wrong version and an illegal transition are different codes, both with the state", "[mqtt]") {
  const model::Reply reply =
      failure("InvalidStateTransitionException",
              R"({"message":"m","executionState":{"status":"FAILED","statusDetails":{},"versionNumber":3}})");
  const std::string state = R"(,"executionState":{"status":"FAILED","statusDetails":{},"versionNumber":3}})";
  const std::string middle = R"(,"message":"m","timestamp":1517016948)";
  CHECK(rejected("firmware/update", R"({"status":"FAILED","expectedVersion":2})", reply) ==
        R"({"code":"VersionMismatch")" + middle + state);
  CHECK(rejected("firmware/update", R"({"status":"FAILED","expectedVersion":3})", reply) ==
        R"({"code":"InvalidStateTransition")" + middle + state);
  CHECK(rejected("firmware/update", R"({"status":"FAILED"})", reply) ==
        R"({"code":"InvalidStateTransition")" + middle + state);
  model::Reply other = reply;
  other.error = "ThrottlingException";
  CHECK(rejected("firmware/update", R"({"status":"FAILED"})", other) ==
        R"({"code":"RequestThrottled","message":"m","timestamp":1517016948})");
}

TEST_CASE("notify lists the pending executions by status", "[mqtt]") {
  const mqtt::JobsMessage message = mqtt::notify(
      "thermostat", R"({"inProgressJobs":[{"jobId":"a"}],"queuedJobs":[{"jobId":"b"},{"jobId":"c"}]})", kNow);
  CHECK(message.topic == "$aws/things/thermostat/jobs/notify");
  CHECK(message.payload ==
        R"({"jobs":{"IN_PROGRESS":[{"jobId":"a"}],"QUEUED":[{"jobId":"b"},{"jobId":"c"}]},"timestamp":1517016948})");
  CHECK(mqtt::notify("t", R"({"inProgressJobs":[],"queuedJobs":[]})", kNow).payload ==
        R"({"jobs":{},"timestamp":1517016948})");
}

TEST_CASE("notify-next has the next execution with its document, or none", "[mqtt]") {
  const mqtt::JobsMessage message =
      mqtt::notify_next("thermostat", R"({"execution":{"jobId":"a","jobDocument":"{\"x\":1}"}})", kNow);
  CHECK(message.topic == "$aws/things/thermostat/jobs/notify-next");
  CHECK(message.payload == R"({"execution":{"jobId":"a","jobDocument":{"x":1}},"timestamp":1517016948})");
  CHECK(mqtt::notify_next("t", "{}", kNow).payload == R"({"timestamp":1517016948})");
}
