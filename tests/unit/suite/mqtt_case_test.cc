// Cases over MQTT: how they are loaded, what they need of a client, and which checks they have.
#include <algorithm>

#include "judge/features.h"
#include "judge/verdict.h"
#include "support/catch.h"
#include "support/judging.h"
#include "support/packets.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::case_text;
using test::loaded_case;
using test::mistakes_of_case;

namespace {

const std::string kDescribe = "call: {operation: DescribeJobExecution}\n";
const std::string kMqtt = "serve: {mqtt: true}\n";

bool has_check(const model::ConformanceCase& one, std::string_view name) {
  return std::any_of(one.checks.begin(), one.checks.end(),
                     [&](const model::CheckUse& use) { return use.check->name() == name; });
}

}  // namespace

TEST_CASE("a case over MQTT needs a client that speaks it, and has the checks of MQTT", "[load][case][mqtt_judge]") {
  const auto one = loaded_case(case_text(kMqtt + kDescribe + "expect: {outcome: success}\n"));
  REQUIRE(one.mqtt);
  CHECK(one.mqtt->keep_alive == 0s);
  CHECK(judge::needed_features(one) == std::vector<std::string_view>{"mqtt"});
  CHECK(has_check(one, "mqtt-as-sent"));
  CHECK(has_check(one, "mqtt-valid"));
  CHECK_FALSE(has_check(one, "as-sent"));
  const auto http = loaded_case(case_text(kDescribe + "expect: {outcome: success}\n"));
  CHECK(has_check(http, "as-sent"));
  CHECK_FALSE(has_check(http, "mqtt-as-sent"));
}

TEST_CASE("a client without HTTP is not judged by the cases over HTTP", "[load][case][mqtt_judge]") {
  const auto http = loaded_case(case_text(kDescribe + "expect: {outcome: success}\n"));
  const auto mqtt = loaded_case(case_text(kMqtt + kDescribe + "expect: {outcome: success}\n"));
  judge::JudgeOptions options;
  CHECK(judge::missing_of(http, options).empty());
  CHECK(judge::missing_of(mqtt, options) == std::vector<std::string_view>{"mqtt"});
  options.http = false;
  options.features = {"mqtt"};
  CHECK(judge::missing_of(http, options) == std::vector<std::string_view>{"http"});
  CHECK(judge::missing_of(mqtt, options).empty());
}

TEST_CASE("a case tells the client its keep-alive", "[load][case][mqtt_judge]") {
  const auto one =
      loaded_case(case_text("serve: {mqtt: {keep-alive: 2s}}\n" + kDescribe + "expect: {outcome: success}\n"));
  REQUIRE(one.mqtt);
  CHECK(one.mqtt->keep_alive == 2s);
  CHECK(
      mistakes_of_case(case_text("serve: {mqtt: {keep-alive: 1500ms}}\n" + kDescribe + "expect: {outcome: success}\n"))
          .find("\"keep-alive\" must be a whole number of seconds from 1s to 65535s") != std::string::npos);
}

TEST_CASE("a case over MQTT can subscribe to notifications", "[load][case][mqtt_judge]") {
  const auto one = loaded_case(
      case_text(kMqtt + "call: {operation: NextJobExecutionChanged, await: 2}\nexpect: {outcome: success}\n"));
  REQUIRE(one.calls.size() == 1);
  CHECK(one.calls[0].operation == "NextJobExecutionChanged");
  CHECK(one.calls[0].await == 2);
  CHECK(one.calls[0].arguments == std::vector<model::Argument>{{"thingName", "\"case-1\""}});
  CHECK(mistakes_of_case(case_text("call: {operation: NextJobExecutionChanged}\nexpect: {outcome: success}\n"))
            .find("NextJobExecutionChanged is sent over MQTT; add \"serve: {mqtt: true}\"") != std::string::npos);
}

TEST_CASE("a check of the other transport is a mistake", "[load][case][mqtt_judge]") {
  CHECK(mistakes_of_case(case_text(kMqtt + kDescribe + "expect: {requests: 1}\n"))
            .find("\"requests\" judges HTTP requests, and this case is served over MQTT") != std::string::npos);
  CHECK(mistakes_of_case(case_text(kDescribe + "expect: {mqtt-requests: 1}\n"))
            .find("\"mqtt-requests\" judges MQTT clients; add \"serve: {mqtt: true}\"") != std::string::npos);
}

TEST_CASE("a client over MQTT that sends nothing was not called, and one that is unable must not have sent",
          "[load][case][mqtt_judge]") {
  const auto one = loaded_case(case_text(kMqtt + kDescribe + "expect: {outcome: success}\n"));
  judge::JudgeOptions options;
  options.features = {"mqtt"};
  test::PacketScript silent;
  silent.result(test::success("{}"));
  CHECK(judge::judge_case(one, model::CaseRecord(silent.record()), options).verdict == model::Verdict::kNotCalled);
  test::PacketScript unable;
  unable.connect();
  model::ClientOutcome outcome;
  outcome.kind = model::ClientOutcome::Kind::kUnable;
  unable.result(outcome);
  const auto result = judge::judge_case(one, model::CaseRecord(unable.record()), options);
  CHECK(result.verdict == model::Verdict::kFailed);
  CHECK(result.reason == "the client sent 1 request and reported that it could not make the call");
}
