// How an explained call is shown: to people with every byte visible, to programs as JSON.
#include "report/explanation.h"

#include <chrono>
#include <nlohmann/json.hpp>

#include "support/catch.h"

using jobrig::model::CloseAction;
using jobrig::model::Pause;
using jobrig::model::Send;
using jobrig::report::ExplainedCall;
using jobrig::report::explanation_json;
using jobrig::report::explanation_text;
using namespace std::chrono_literals;

namespace {

ExplainedCall throttled() {
  ExplainedCall call;
  call.decision.operation = "DescribeJobExecution";
  call.decision.key = {"t", "j"};
  call.decision.ordinal = 2;
  call.decision.rule = "outage";
  call.decision.step = 1;
  call.decision.faults = {"delay", "cut"};
  call.decision.error = "ThrottlingException";
  call.answers = 3;
  call.misses = {{"a bad line", {"a reason", "another"}}};
  call.states = {"j, execution 1: CANCELED by step 1"};
  call.status = 429;
  call.script.steps = {Pause{200ms}, Send{"HTTP/1.1 429 Too Many Requests\r\n\r\n{\"a\":\n"}, Pause{1500us},
                       Send{"\xff\t\\é\r"}};
  call.script.close_action = CloseAction::kReset;
  return call;
}

}  // namespace

TEST_CASE("an explanation shows every byte and pause and the end", "[report]") {
  CHECK(explanation_text(throttled()) ==
        "request   DescribeJobExecution\n"
        "counted   t/j, call 3\n"
        "rule      \"outage\", answer 1 of 3\n"
        "not       \"a bad line\": a reason; another\n"
        "state     j, execution 1: CANCELED by step 1\n"
        "faults    delay, cut\n"
        "response  429 ThrottlingException\n"
        "\n"
        "* nothing for 200ms\n"
        "< HTTP/1.1 429 Too Many Requests\n"
        "< \n"
        "< {\"a\":\\x0a\n"
        "* nothing for 1ms500us\n"
        "< \\xff\\x09\\é\\x0d\n"
        "* the connection is reset\n");
}

TEST_CASE("an explanation as JSON keeps every byte", "[report]") {
  const auto json = nlohmann::json::parse(explanation_json(throttled()));
  CHECK(json["operation"] == "DescribeJobExecution");
  CHECK(json["call"] == 3);
  CHECK(json["rule"] == "outage");
  CHECK(json["answer"] == 1);
  CHECK(json["answers"] == 3);
  CHECK(json["misses"][0]["rule"] == "a bad line");
  CHECK(json["misses"][0]["reasons"].size() == 2);
  CHECK(json["states"] == nlohmann::json::array({"j, execution 1: CANCELED by step 1"}));
  CHECK(json["refusal"].is_null());
  CHECK(json["script"][0]["pause"] == "200ms");
  CHECK(json["script"][1]["send"] == "HTTP/1.1 429 Too Many Requests\r\n\r\n{\"a\":\n");
  CHECK(json["script"][3]["hex"] == "ff095cc3a90d");
  CHECK(json["close_action"] == "reset");
}

TEST_CASE("a request without a rule or a name is explained as such", "[report]") {
  ExplainedCall call;
  call.status = 400;
  call.decision.error = "InvalidRequestException";
  CHECK(explanation_text(call) ==
        "request   none of the operations\n"
        "counted   none; the request has no valid thing name, call 1\n"
        "rule      none; answered as documented\n"
        "response  400 InvalidRequestException\n"
        "\n"
        "* the connection stays open\n");
}

TEST_CASE("a request that the server refuses is explained with its reason", "[report]") {
  ExplainedCall call;
  call.status = 400;
  call.refusal = "there are two Hosts";
  call.script.close_action = CloseAction::kClose;
  CHECK(explanation_text(call) ==
        "refused   there are two Hosts\n"
        "response  400\n"
        "\n"
        "* the connection is closed\n");
}
