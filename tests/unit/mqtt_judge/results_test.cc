// The checks of results over MQTT: mqtt-as-sent and what belongs to a call, each holding and failing, with its words.
#include "support/catch.h"
#include "support/packets.h"

using namespace jobrig;
using test::failure;
using test::found;
using test::PacketScript;
using test::success;

namespace {

const std::string kGet = "$aws/things/case-1/jobs/job-1/get";
const std::string kSent =
    R"({"execution":{"status":"IN_PROGRESS","versionNumber":9007199254740993,"jobDocument":{"a":1}},"timestamp":5,"clientToken":"t"})";

/// A describe, its response and the result.
PacketScript described(const std::string& payload, model::ClientOutcome outcome, const std::string& end = "/accepted") {
  PacketScript script;
  script.connect().subscribe(kGet + "/accepted\n" + kGet + "/rejected");
  const auto number = script.request(kGet, R"({"clientToken":"t"})");
  script.message(kGet + end, payload, number);
  script.result(std::move(outcome));
  return script;
}

PacketScript notified(const std::string& events) {
  PacketScript script;
  script.connect().subscribe("$aws/things/case-1/jobs/notify-next");
  script.message("$aws/things/case-1/jobs/notify-next", R"({"execution":{"jobId":"a"},"timestamp":1})");
  script.message("$aws/things/case-1/jobs/notify-next", R"({"timestamp":2})");
  script.result(success(R"({"events":)" + events + "}"), "NextJobExecutionChanged");
  return script;
}

std::string as_sent(const PacketScript& script) { return found("mqtt-as-sent: {}", script.record()); }

}  // namespace

TEST_CASE("a success over MQTT is compared with the accepted response", "[mqtt_judge]") {
  const std::string same = R"({"execution":{"status":"IN_PROGRESS","versionNumber":9007199254740993,)";
  CHECK(as_sent(described(kSent, success(same + R"("jobDocument":{"a":1}}})"))) ==
        "holds: each result as it was published | the same");
  CHECK(as_sent(described(kSent, success(same + R"("jobDocument":"{\"a\":1}"},"timestamp":5,"clientToken":"t"})"))) ==
        "holds: each result as it was published | the same");
  CHECK(as_sent(described(kSent, success(R"({"execution":{"status":"IN_PROGRESS","versionNumber":9007199254740992,)"
                                         R"("jobDocument":{"a":1}}})"))) ==
        "fails: execution.versionNumber 9007199254740993 | execution.versionNumber 9007199254740992");
  CHECK(as_sent(described(kSent, success(R"({"execution":{"status":"QUEUED","versionNumber":9007199254740993,)"
                                         R"("jobDocument":{"a":1}}})"))) ==
        "fails: execution.status \"IN_PROGRESS\" | execution.status \"QUEUED\"");
}

TEST_CASE("a success without an accepted response is not as sent", "[mqtt_judge]") {
  CHECK(as_sent(described(R"({"code":"InvalidRequest"})", success("{}"), "/rejected")) ==
        "fails: an accepted response before the result | a success without one");
  CHECK(as_sent(described("[]", success("{}"))) ==
        "fails: an accepted response before the result | a success without one");
}

TEST_CASE("an error over MQTT has the code of a rejected response", "[mqtt_judge]") {
  const std::string rejected = R"({"code":"ResourceNotFound","message":"no"})";
  CHECK(as_sent(described(rejected, failure("ResourceNotFound"), "/rejected")) ==
        "holds: each result as it was published | the same");
  CHECK(as_sent(described(rejected, failure("InvalidRequest"), "/rejected")) ==
        "fails: the code of a rejected response: ResourceNotFound | InvalidRequest");
  CHECK(as_sent(described(kSent, failure("InvalidRequest"))) ==
        "fails: the code of a rejected response: there was none | InvalidRequest");
  CHECK(as_sent(described(kSent, failure("", model::FailureKind::kTimeout))) ==
        "holds: each result as it was published | the same");
}

TEST_CASE("reported notifications are those that were published, in their order", "[mqtt_judge]") {
  const std::string first = R"({"execution":{"jobId":"a"},"timestamp":1})";
  const std::string second = R"({"timestamp":2})";
  const std::string holds = "holds: each result as it was published | the same";
  CHECK(as_sent(notified("[" + first + "," + second + "]")) == holds);
  CHECK(as_sent(notified("[" + first + "]")) == holds);
  CHECK(as_sent(notified("[]")) == holds);
  CHECK(as_sent(notified("[" + second + "," + first + "]")) ==
        "fails: 2 notifications in their order | event 2, which is none of them or out of order");
  CHECK(as_sent(notified("[{\"execution\":{\"jobId\":\"b\"}}]")) ==
        "fails: 2 notifications in their order | event 1, which is none of them or out of order");
  CHECK(as_sent(notified("7")) == "fails: a list of events | none");
}

TEST_CASE("mqtt-request compares topic, payload and flags", "[mqtt_judge]") {
  PacketScript script;
  script.connect();
  script.request(kGet, R"({"executionNumber":2,"clientToken":"t"})");
  script.result(success("{}"));
  const auto& record = script.record();
  CHECK(found("mqtt-request: {topic: \"" + kGet + "\", payload: {executionNumber: 2, exact: true}}", record) ==
        "holds: the topic \"" + kGet + "\" and the payload {\"executionNumber\":2,\"exact\":true} | as expected");
  CHECK(found("mqtt-request: {topic: other}", record) == "fails: the topic \"other\" | the topic \"" + kGet + "\"");
  CHECK(found("mqtt-request: {payload: {executionNumber: 3}}", record).find("fails: ") == 0);
  CHECK(found("mqtt-request: {qos: 0}", record) == "fails: the given QoS | QoS 1");
  CHECK(found("mqtt-request: {qos: 1, call: 2}", record) == "fails: the given QoS | no request on a Jobs topic");
}

TEST_CASE("mqtt-requests counts requests on the Jobs topics and compares them", "[mqtt_judge]") {
  PacketScript script;
  script.connect();
  script.request(kGet, R"({"clientToken":"1"})");
  script.request(kGet, R"({"clientToken":"2"})");
  script.result(success("{}"));
  script.request(kGet, R"({"executionNumber":2})");
  script.result(success("{}"));
  const auto& record = script.record();
  CHECK(found("mqtt-requests: 3", record) == "holds: exactly 3 requests | 3 requests");
  CHECK(found("mqtt-requests: 1", record) == "fails: exactly 1 request | 3 requests");
  CHECK(found("mqtt-requests: {count: 2, call: 1, same: true}", record) ==
        "holds: exactly 2 requests, each the same | 2 requests");
  CHECK(found("mqtt-requests: {count: 3, same: true}", record) ==
        "fails: exactly 3 requests, each the same | 3 requests, and they differ");
  CHECK(found("mqtt-requests: {count: 0, operation: UpdateJobExecution}", record) ==
        "holds: no UpdateJobExecution requests | no UpdateJobExecution requests");
}

TEST_CASE("mqtt-tokens finds a client token of another call", "[mqtt_judge]") {
  const auto with = [](const std::string& one, const std::string& other) {
    PacketScript script;
    script.connect();
    script.request(kGet, one);
    script.request(kGet, one);
    script.result(success("{}"));
    script.request(kGet, other);
    script.result(success("{}"));
    return script;
  };
  CHECK(found("mqtt-tokens: {}", with(R"({"clientToken":"a"})", R"({"clientToken":"b"})").record()) ==
        "holds: no client token used twice | different ones");
  CHECK(found("mqtt-tokens: {}", with(R"({"clientToken":"a"})", R"({"clientToken":"a"})").record()) ==
        "fails: no client token used twice | call 2 with \"a\" of call 1");
  CHECK(found("mqtt-tokens: {}", with("{}", "{}").record()) == "holds: no client token used twice | no client token");
  CHECK(found("mqtt-tokens: {required: true}", with("{}", "{}").record()) ==
        "fails: a client token of its own for each call | call 1 without one");
}

TEST_CASE("mqtt-sequence compares the order of the operations", "[mqtt_judge]") {
  PacketScript script;
  script.connect();
  script.request("a", "{}", "StartNextPendingJobExecution");
  script.request("b", "{}", "UpdateJobExecution");
  script.request("b", "{}", "UpdateJobExecution");
  script.result(success("{}"));
  CHECK(found("mqtt-sequence: {operations: [StartNextPendingJobExecution, UpdateJobExecution]}", script.record()) ==
        "holds: StartNextPendingJobExecution, UpdateJobExecution | StartNextPendingJobExecution, UpdateJobExecution");
  CHECK(found("mqtt-sequence: {operations: [UpdateJobExecution, StartNextPendingJobExecution]}", script.record()) ==
        "fails: UpdateJobExecution, StartNextPendingJobExecution | StartNextPendingJobExecution, UpdateJobExecution");
}
