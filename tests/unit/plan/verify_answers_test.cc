// Every response that a scenario can produce is checked against the schemas of the contract before serving.
#include "plan/verify_answers.h"

#include <chrono>
#include <string>

#include "contract/errors.h"
#include "http/reply.h"
#include "plan/check_sent.h"
#include "support/catch.h"
#include "support/planning.h"

using jobrig::base::Diagnostics;
using jobrig::model::Answer;
using jobrig::model::Edition;
using jobrig::model::Operation;
using jobrig::model::RawAnswer;
using jobrig::model::Scenario;
using jobrig::model::Status;
using jobrig::model::TimestampUnit;
using jobrig::plan::check_sent;
using jobrig::plan::find_violation;
using jobrig::plan::verify_answers;
using Reply = jobrig::model::HttpReply;
namespace test = jobrig::test;
using namespace std::chrono_literals;

namespace {

std::vector<jobrig::base::Diagnostic> verify(const Scenario& scenario) {
  Diagnostics diagnostics;
  verify_answers(scenario, diagnostics);
  return diagnostics.list();
}

jobrig::model::Execution& execution_of(Scenario& scenario) {
  auto& execution = scenario.things[0].jobs[0].executions[0];
  execution.location = {"s.yaml", 7, 3};
  return execution;
}

Scenario with_raw(Reply reply, std::optional<Operation> operation = Operation::kDescribeJobExecution) {
  Scenario scenario = test::thermostat();
  Answer answer;
  answer.content = RawAnswer{std::move(reply)};
  answer.location = {"s.yaml", 12, 5};
  jobrig::model::Match when;
  when.operation = operation;
  scenario.rules = {test::rule("raw", when, {answer})};
  return scenario;
}

}  // namespace

TEST_CASE("all that the mock answers by itself keeps the contract in every edition and unit", "[plan]") {
  Scenario scenario = test::thermostat();
  scenario.edition = GENERATE(Edition::kOriginal, Edition::kCurrent);
  scenario.timestamps = GENERATE(TimestampUnit::kSeconds, TimestampUnit::kMilliseconds, TimestampUnit::kFloatSeconds);
  auto& execution = execution_of(scenario);
  execution.number = 5000000000;
  execution.details = {{"step", "waiting"}};
  execution.timeout = 30min;
  execution.then = {test::after(10s, Status::kInProgress), test::on_describe(1000000000, Status::kSucceeded)};
  for (const Status status : {Status::kQueued, Status::kInProgress, Status::kSucceeded, Status::kFailed,
                              Status::kTimedOut, Status::kRejected, Status::kRemoved, Status::kCanceled}) {
    scenario.things.push_back(
        test::thing("t" + std::to_string(static_cast<int>(status)), {test::job("j", {test::execution(status)})}));
  }
  scenario.things.push_back(test::fleet("sensor-", 1, 1000000000000ULL));
  const auto found = verify(scenario);
  for (const auto& diagnostic : found) {
    UNSCOPED_INFO(diagnostic.message);
  }
  CHECK(found.empty());
}

TEST_CASE("a document beyond its length is reported at its execution unless it is meant", "[plan]") {
  Scenario scenario = test::thermostat();
  execution_of(scenario).document = std::string(32768, 'x');
  CHECK(verify(scenario).empty());
  execution_of(scenario).document = std::string(32769, 'x');
  const auto found = verify(scenario);
  REQUIRE(found.size() == 1);
  CHECK(found[0].location == jobrig::base::Location{"s.yaml", 7, 3});
  CHECK(found[0].message.find(
            "DescribeJobExecution would return a response that violates the contract: /execution/jobDocument") == 0);
  CHECK(found[0].message.find("; add off-contract: true to allow it") != std::string::npos);
  execution_of(scenario).off_contract = true;
  CHECK(verify(scenario).empty());
}

TEST_CASE("details that only a later step brings are held against the contract too", "[plan]") {
  Scenario scenario = test::thermostat();
  auto step = GENERATE(test::after(1h, Status::kInProgress), test::on_describe(5, Status::kInProgress));
  step.details = jobrig::model::Details{{"key with blanks", "v"}};
  execution_of(scenario).then = {step};
  const auto found = verify(scenario);
  REQUIRE(found.size() == 1);
  CHECK(found[0].message.find("statusDetails") != std::string::npos);
}

TEST_CASE("errors by name keep the contract in each encoding", "[plan]") {
  const auto encodings = jobrig::contract::error_name_encodings();
  const auto index = GENERATE_COPY(range(std::size_t{0}, encodings.size()));
  const auto& row = encodings[index];
  CAPTURE(row.word);
  Scenario scenario = test::thermostat();
  Answer answer = test::error_answer(GENERATE("ThrottlingException", "ExpiredTokenException"));
  std::get<jobrig::model::ErrorAnswer>(answer.content).encoding = row.encoding;
  std::get<jobrig::model::ErrorAnswer>(answer.content).retry_after = 2s;
  scenario.rules = {test::rule("r", {}, {answer})};
  const auto found = verify(scenario);
  for (const auto& diagnostic : found) {
    UNSCOPED_INFO(diagnostic.message);
  }
  CHECK(found.empty() == !row.has_nested);  // its member errorDetails is not in the contract
}

TEST_CASE("an error that the operation does not document is reported", "[plan]") {
  Scenario scenario = test::thermostat();
  jobrig::model::Match when;
  when.operation = Operation::kGetPendingJobExecutions;
  scenario.rules = {test::rule("r", when, {test::error_answer("TerminalStateException")})};
  const auto found = verify(scenario);
  REQUIRE(found.size() == 1);
  CHECK(found[0].message ==
        "this answer violates the contract: GetPendingJobExecutions documents no error \"TerminalStateException\"; add "
        "off-contract: true to allow it");
  scenario.rules[0].when.operation.reset();
  CHECK(verify(scenario).empty());
  scenario.rules[0].when.operation = Operation::kGetPendingJobExecutions;
  scenario.rules[0].answers[0].off_contract = true;
  CHECK(verify(scenario).empty());
}

TEST_CASE("a raw reply that happens to keep the contract needs no word", "[plan]") {
  const Reply good{200, {{"content-type", "application/json"}}, R"({"execution":{"status":"QUEUED"}})"};
  CHECK(verify(with_raw(good)).empty());
  const Reply error{503,
                    {{"Content-Type", "application/json"}, {"x-amzn-errortype", "ServiceUnavailableException"}},
                    R"({"message":"no"})"};
  CHECK(verify(with_raw(error)).empty());
}

TEST_CASE("a raw reply off the contract is reported at its place", "[plan]") {
  const auto message = [](Reply reply) {
    const auto found = verify(with_raw(std::move(reply)));
    REQUIRE(found.size() == 1);
    CHECK(found[0].location == jobrig::base::Location{"s.yaml", 12, 5});
    return found[0].message;
  };
  const jobrig::model::Header json{"Content-Type", "application/json"};
  CHECK(message({200, {}, "{}"}).find("the Content-Type is not application/json") != std::string::npos);
  CHECK(message({200, {json}, R"({"execution":{"status":"DONE"}})"}).find("/execution/status") != std::string::npos);
  CHECK(message({200, {json}, "<html>"}).find("the body") != std::string::npos);
  CHECK(message({418, {json}, "{}"}).find("documents no error \"\"") != std::string::npos);
  CHECK(message({500, {json, {"x-amzn-ErrorType", "ThrottlingException"}}, "{}"})
            .find("ThrottlingException has the status 429, not 500") != std::string::npos);
}

TEST_CASE("a reply that breaks the contract when it is sent becomes a loud 500", "[plan]") {
  jobrig::model::Plan plan;
  plan.reply.body = R"({"execution":{"status":"DONE"}})";
  SECTION("unless the scenario means it") {
    plan.reply.off_contract = true;
    check_sent(Edition::kOriginal, Operation::kDescribeJobExecution, false, plan);
    CHECK(jobrig::http::render(std::move(plan.reply)).status == 200);
  }
  SECTION("with the place in the message") {
    check_sent(Edition::kOriginal, Operation::kDescribeJobExecution, false, plan);
    const Reply reply = jobrig::http::render(std::move(plan.reply));
    CHECK(reply.status == 500);
    CHECK(plan.decision.error == "InternalServerException");
    CHECK(reply.body.find("the response of jobrig violates the contract: /execution/status") != std::string::npos);
  }
}

TEST_CASE("a fixed answer of a rule may keep the contract of another operation that the rule matches", "[plan]") {
  Scenario scenario = test::thermostat();
  scenario.rules = {test::rule("r", {}, {test::error_answer("TerminalStateException")})};
  test::Planning planning(std::move(scenario));
  CHECK(planning.get("/things/thermostat-1/jobs").reply.status == 410);
}

TEST_CASE("the names of an error are found in every place they may stand", "[plan]") {
  const auto violation = [](std::vector<jobrig::model::Header> headers, std::string body) {
    headers.push_back({"Content-Type", "application/json"});
    return find_violation(Edition::kOriginal, Operation::kDescribeJobExecution,
                          Reply{429, std::move(headers), std::move(body)});
  };
  CHECK_FALSE(violation({{"x-amzn-ErrorType", "ThrottlingException:http://x/y#z"}}, R"({"message":"m"})"));
  CHECK_FALSE(violation({{"x-amzn-ErrorType", "a.b#ThrottlingException"}}, R"({"message":"m"})"));
  CHECK_FALSE(violation({}, R"({"__type":"ThrottlingException","message":"m"})"));
  CHECK_FALSE(violation({}, R"({"message":"m","__type":"ThrottlingException"})"));
  CHECK_FALSE(violation({}, R"({ "message" : "m", "code" : "a.b#ThrottlingException" })"));
  CHECK_FALSE(violation({}, R"({"message":"m","Code":"ThrottlingException:http://x/"})"));
  CHECK(violation({}, R"({"message":"m"})"));
  CHECK(violation({{"x-amzn-ErrorType", "ThrottledException"}}, R"({"message":"m"})"));
}

TEST_CASE("a raw reply may state a charset and an error common to AWS services", "[plan]") {
  CHECK(verify(with_raw({200, {{"Content-Type", "application/json; charset=utf-8"}}, "{}"})).empty());
  CHECK(verify(with_raw(
                   {403,
                    {{"Content-Type", "Application/Json;charset=UTF-8"}, {"x-amzn-ErrorType", "AccessDeniedException"}},
                    R"({"message":"no"})"}))
            .empty());
  CHECK(
      verify(with_raw({403, {{"Content-Type", "application/json"}}, R"({"message":"no","__type":"x#NotAuthorized"})"}))
          .front()
          .message.find("NotAuthorized has the status 401, not 403") != std::string::npos);
}

TEST_CASE("a member that only one error has is reported in another", "[plan]") {
  const auto found = [](std::string name, int status, std::string body, Operation operation) {
    return find_violation(
        Edition::kCurrent, operation,
        Reply{status, {{"Content-Type", "application/json"}, {"x-amzn-ErrorType", std::move(name)}}, std::move(body)});
  };
  using enum Operation;
  const std::string state = R"({"message":"m","executionState":{"status":"FAILED","versionNumber":2}})";
  CHECK_FALSE(found("InvalidStateTransitionException", 409, state, kUpdateJobExecution));
  CHECK(found("InvalidRequestException", 400, state, kUpdateJobExecution) ==
        "only InvalidStateTransitionException has the member \"executionState\"");
  const std::string payload = R"({"message":"m","payload":"AAEC"})";
  CHECK_FALSE(found("ThrottlingException", 429, payload, kDescribeJobExecution));
  CHECK(found("ResourceNotFoundException", 404, payload, kDescribeJobExecution) ==
        "only ThrottlingException has the member \"payload\"");
  const std::string resource = R"({"message":"m","resourceId":"r"})";
  CHECK_FALSE(found("ConflictException", 409, resource, kStartCommandExecution));
  CHECK(found("ConflictException", 409, payload, kStartCommandExecution));
}
