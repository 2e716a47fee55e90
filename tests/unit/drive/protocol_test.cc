// The lines of the client protocol: writing, reading, and the messages for invalid lines.
#include "drive/protocol.h"

#include <nlohmann/json.hpp>
#include <string>

#include "contract/schemas.h"
#include "support/catch.h"

using namespace jobrig;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

drive::CallRequest request() {
  drive::CallRequest request;
  request.case_name = "retry/503-then-ok";
  request.call.operation = "DescribeJobExecution";
  request.call.arguments = {{"thingName", "\"case-a\""}, {"executionNumber", "9007199254740993"}};
  request.endpoint = "http://127.0.0.1:4000";
  request.region = "eu-west-1";
  request.access_key = "AKID";
  request.secret_key = "secret";
  return request;
}

std::string problem_of_result(const std::string& line) {
  const auto result = drive::read_result(line);
  return result ? "" : result.error().message;
}

}  // namespace

TEST_CASE("a call holds its arguments with integers beyond 53 bits exact", "[drive][protocol]") {
  const std::string line = drive::call_line(7, request());
  CHECK(line == R"({"type":"call","id":7,"case":"retry/503-then-ok","fresh":true,"operation":"DescribeJobExecution",)"
                R"("endpoint":"http://127.0.0.1:4000","region":"eu-west-1",)"
                R"("arguments":{"thingName":"case-a","executionNumber":9007199254740993},)"
                R"("credentials":{"accessKeyId":"AKID","secretAccessKey":"secret"}})");
}

TEST_CASE("a call tells TLS and polling only when the case has them", "[drive][protocol]") {
  auto with = request();
  with.tls = {"/run/ca.pem", "/run/a.pem", "/run/a.key"};
  with.call.polling = model::Polling{100ms, 20};
  with.fresh = false;
  const json call = json::parse(drive::call_line(1, with));
  CHECK(call.at("tls") == json{{"authority", "/run/ca.pem"}, {"certificate", "/run/a.pem"}, {"key", "/run/a.key"}});
  CHECK(call.at("poll") == json{{"everyMilliseconds", 100}, {"atMost", 20}});
  CHECK(call.at("fresh") == false);
  with.tls = {"/run/ca.pem", "", ""};
  CHECK(json::parse(drive::call_line(1, with)).at("tls") == json{{"authority", "/run/ca.pem"}});
}

TEST_CASE("a hello tells who the client is and what it can do", "[drive][protocol]") {
  const auto hello = drive::read_hello(
      R"({"type":"hello","protocol":1,"client":"boto3","version":"1.26.27","features":["tls","poll"],"more":1})");
  REQUIRE(hello.ok());
  CHECK(hello->client == "boto3");
  CHECK(hello->version == "1.26.27");
  CHECK(hello->features == std::vector<std::string>{"tls", "poll"});
}

TEST_CASE("a hello tells how often and how long the client tries", "[drive][protocol]") {
  const auto with = [](const std::string& limits) {
    return drive::read_hello(R"({"type":"hello","protocol":1,"client":"x","limits":)" + limits + "}");
  };
  const auto hello = with(R"({"attempts":5,"attemptMilliseconds":10000,"totalMilliseconds":60000})");
  REQUIRE(hello.ok());
  CHECK(hello->limits == model::ClientLimits{5, 10s, 1min});
  CHECK(with(R"({"attempts":1})")->limits == model::ClientLimits{1, {}, {}});
  CHECK(with("{}")->limits == model::ClientLimits{});
  CHECK(with(R"({"attempts":0})").error().message ==
        "a hello with limits with attempts that is not a whole number from 1 to 1000");
  CHECK(with(R"({"totalMillisecond":5})").error().message ==
        "a hello with limits with the unknown member \"totalMillisecond\"; did you mean \"totalMilliseconds\"?");
  CHECK(with("5").error().message == "a hello with limits that is not an object");
}

TEST_CASE("a hello in another protocol is refused by its number", "[drive][protocol]") {
  const auto hello = drive::read_hello(R"({"type":"hello","protocol":99,"client":"x"})");
  REQUIRE_FALSE(hello.ok());
  CHECK(hello.error().message == "a hello with the protocol 99, and this runner speaks 1");
}

TEST_CASE("a successful result keeps the response and the polled ones", "[drive][protocol]") {
  const auto result = drive::read_result(
      R"({"type":"result","id":3,"outcome":"success","response":{"execution":{"versionNumber":9007199254740993}},)"
      R"("responses":[{},{"execution":{}}]})");
  REQUIRE(result.ok());
  CHECK(result->id == 3);
  CHECK(result->outcome.kind == model::ClientOutcome::Kind::kSuccess);
  CHECK(result->outcome.response == R"({"execution":{"versionNumber":9007199254740993}})");
  CHECK(result->outcome.responses == R"([{},{"execution":{}}])");
}

TEST_CASE("an error keeps what the client knows of it", "[drive][protocol]") {
  const auto result = drive::read_result(
      R"({"type":"result","id":1,"outcome":"error","error":{"name":"ThrottlingException","kind":"service",)"
      R"("message":"slow down","status":429}})");
  REQUIRE(result.ok());
  CHECK(result->outcome.kind == model::ClientOutcome::Kind::kError);
  CHECK(result->outcome.error == "ThrottlingException");
  CHECK(result->outcome.failure == model::FailureKind::kService);
  CHECK(result->outcome.message == "slow down");
  CHECK(result->outcome.status == 429);
  const auto bare = drive::read_result(R"({"type":"result","id":1,"outcome":"error","error":{}})");
  REQUIRE(bare.ok());
  CHECK(bare->outcome.failure == model::FailureKind::kUnknown);
  CHECK_FALSE(bare->outcome.status.has_value());
}

TEST_CASE("a null is read as an absent member", "[drive][protocol]") {
  const auto result =
      drive::read_result(R"({"type":"result","id":1,"outcome":"error","responses":null,)"
                         R"("error":{"name":"ThrottlingException","kind":null,"message":null,"status":null}})");
  REQUIRE(result.ok());
  CHECK(result->outcome.error == "ThrottlingException");
  CHECK(result->outcome.failure == model::FailureKind::kUnknown);
  CHECK(result->outcome.message.empty());
  CHECK_FALSE(result->outcome.status.has_value());
  CHECK(problem_of_result(R"({"type":"result","id":1,"outcome":"success","response":null})") ==
        "a result with no response");
  CHECK(drive::read_hello(R"({"type":"hello","protocol":1,"client":"c","features":null,"limits":null})").ok());
}

TEST_CASE("a client that is unable says why", "[drive][protocol]") {
  const auto result = drive::read_result(R"({"type":"result","id":1,"outcome":"unable","reason":"no such argument"})");
  REQUIRE(result.ok());
  CHECK(result->outcome.kind == model::ClientOutcome::Kind::kUnable);
  CHECK(result->outcome.message == "no such argument");
}

TEST_CASE("what is wrong with a line is said in half a sentence", "[drive][protocol]") {
  CHECK(problem_of_result("ready").find("an invalid message (") == 0);
  const std::string result = R"({"type":"result","id":1,"outcome":"unable","reason":"a"})";
  CHECK(problem_of_result(result + '\0')
            .find("an invalid message (contains a NUL byte, which JSON forbids (byte " +
                  std::to_string(result.size() + 1) + ")): ") == 0);
  CHECK(problem_of_result("[1]") == "a message that is not an object: \"[1]\"");
  CHECK(problem_of_result(R"({"type":"hello"})") ==
        R"(the type "hello" where a result was expected: "{"type":"hello"}")");
  CHECK(problem_of_result(R"({"type":"result","outcome":"unable","reason":""})") == "a result with no id");
  CHECK(problem_of_result(R"({"type":"result","id":-1,"outcome":"unable","reason":""})") ==
        "a result with id that is not a whole number from 0 to 9223372036854775807");
  CHECK(problem_of_result(R"({"type":"result","id":1,"outcome":"sucess"})") ==
        R"(a result with outcome "sucess"; did you mean "success"?)");
  CHECK(problem_of_result(R"({"type":"result","id":1,"outcome":"success"})") == "a result with no response");
  CHECK(problem_of_result(R"({"type":"result","id":1,"outcome":"success","response":7})") ==
        "a result with response that is not an object");
  CHECK(problem_of_result(R"({"type":"result","id":1,"outcome":"error","error":{"kind":"servce"}})") ==
        R"(a result with an error with kind "servce"; did you mean "service"?)");
}

TEST_CASE("half of a surrogate pair in a result is read as the replacement character", "[drive][protocol]") {
  const std::string head = R"({"type":"result","id":7,"outcome":"success","response":{"a":")";
  const auto response = [&](const std::string& text) {
    const auto result = drive::read_result(head + text + "\"}}");
    REQUIRE(result.ok());
    return result->outcome.response;
  };
  CHECK(response(R"(x\ud83dy)") == "{\"a\":\"x\xEF\xBF\xBDy\"}");
  CHECK(response(R"(\udc00)") == "{\"a\":\"\xEF\xBF\xBD\"}");
  CHECK(response(R"(\uD83D\ud83d\udE80)") == "{\"a\":\"\xEF\xBF\xBD\xF0\x9F\x9A\x80\"}");
  CHECK(response(R"(\\ud83d \u00e9)") == "{\"a\":\"\\\\ud83d \xC3\xA9\"}");
}

TEST_CASE("a call over MQTT tells the client identifier and what to wait for", "[drive][protocol]") {
  auto with = request();
  with.endpoint = "mqtt://127.0.0.1:4002";
  with.mqtt = drive::MqttAccess{"case-a", 2s};
  with.call.operation = "NextJobExecutionChanged";
  with.call.await = 1;
  const json call = json::parse(drive::call_line(1, with));
  CHECK(call.at("endpoint") == "mqtt://127.0.0.1:4002");
  CHECK(call.at("mqtt") == json{{"clientId", "case-a"}, {"keepAliveSeconds", 2}});
  CHECK(call.at("await") == 1);
  with.mqtt->keep_alive = 0s;
  CHECK(json::parse(drive::call_line(1, with)).at("mqtt") == json{{"clientId", "case-a"}});
  CHECK_FALSE(json::parse(drive::call_line(1, request())).contains("mqtt"));
}

TEST_CASE("a hello tells what the client speaks, which is HTTP unless it says otherwise", "[drive][protocol]") {
  const auto with = [](const std::string& transports) {
    return drive::read_hello(R"({"type":"hello","protocol":1,"client":"x")" + transports + "}");
  };
  using Words = std::vector<std::string>;
  CHECK(with("")->transports == Words{"http"});
  CHECK(with(R"(,"transports":["mqtt"])")->transports == Words{"mqtt"});
  CHECK(with(R"(,"transports":["http","mqtt","mqtt"])")->transports == Words{"http", "mqtt"});
  CHECK(with(R"(,"transports":["mqt"])").error().message ==
        "a hello with the unknown transport \"mqt\"; did you mean \"mqtt\"?");
  CHECK(with(R"(,"transports":[])").error().message ==
        "a hello with no transports; leave the member out for a client that speaks HTTP");
  CHECK(with(R"(,"transports":"mqtt")").error().message == "a hello with transports that is not a list");
}
