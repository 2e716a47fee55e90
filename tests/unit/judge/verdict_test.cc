// Verdicts: the verdict for each kind of record, in order of precedence, with its reason.
#include "judge/verdict.h"

#include "support/catch.h"
#include "support/judging.h"

using namespace jobrig;
using namespace std::chrono_literals;
using model::Verdict;

namespace {

/// The records of these tests do not hold what the client reports.
std::string without_as_sent(const std::string& expect) { return "{as-sent: false, " + expect.substr(1); }

model::ConformanceCase case_with(const std::string& expect, const std::string& more = "") {
  return test::loaded_case(test::case_text("call: {operation: DescribeJobExecution}\n" + more +
                                           "expect: " + without_as_sent(expect) + "\n"));
}

/// The verdict and its reason.
std::string judged(const model::ConformanceCase& one, model::CaseRecord record, bool strict = false,
                   std::vector<std::string> features = {}) {
  constexpr std::string_view kWords[] = {"passed",  "non-strict", "failed",     "informational",
                                         "skipped", "timed out",  "not called", "harness error"};
  const model::CaseResult result = judge::judge_case(one, std::move(record), {strict, std::move(features)});
  return std::string(kWords[static_cast<std::size_t>(result.verdict)]) + ": " + result.reason;
}

/// Like case_with(), with a call and a level.
model::ConformanceCase with_call(const std::string& call, const std::string& level, const std::string& expect) {
  std::string text = test::case_text("call: {" + call + "}\nexpect: " + without_as_sent(expect) + "\n");
  text.replace(text.find("MUST"), 4, level);
  return test::loaded_case(text);
}

model::CaseRecord unable(model::CaseRecord record) {
  record.calls[0].outcome->kind = model::ClientOutcome::Kind::kUnable;
  record.calls[0].outcome->message = "no such operation";
  return record;
}

model::CaseRecord silent() {
  model::CaseRecord record = test::good_record();
  record.exchanges.clear();
  return record;
}

/// An exchange whose response must satisfy the contract.
model::Exchange answered(const std::string& body, int status = 200) {
  model::Exchange made = test::exchange(10ms, test::get_request("/things/case-1/jobs/job-1"), status);
  made.decision.faults.clear();
  made.answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + body;
  return made;
}

}  // namespace

TEST_CASE("a case whose checks hold is passed", "[judge]") {
  CHECK(judged(case_with("{outcome: success, requests: 1}"), test::good_record()) == "passed: ");
}

TEST_CASE("the level of what is not met makes the verdict", "[judge]") {
  const auto two_at = [](const std::string& level) {
    return case_with("{requests: {count: 2, level: " + level + "}}");
  };
  const std::string reason = "requests: expected exactly 2 requests, found 1 request";
  CHECK(judged(two_at("MUST"), test::good_record()) == "failed: " + reason);
  CHECK(judged(two_at("SHOULD"), test::good_record()) == "non-strict: " + reason);
  CHECK(judged(two_at("SHOULD"), test::good_record(), true) == "failed: " + reason);
  CHECK(judged(two_at("INFO"), test::good_record()) == "informational: " + reason);
  CHECK(judged(two_at("INFO"), test::good_record(), true) == "informational: " + reason);
}

TEST_CASE("the gravest level counts whatever the order of the checks", "[judge]") {
  const auto one = case_with("{requests: [{count: 2, level: INFO}, {count: 3, level: SHOULD}, {count: 4}]}");
  CHECK(judged(one, test::good_record()) == "failed: requests: expected exactly 4 requests, found 1 request");
}

TEST_CASE("a result holds the case and all findings", "[judge]") {
  auto one = case_with("{requests: 2, outcome: success}");
  const model::CaseResult result = judge::judge_case(one, test::good_record(), {});
  CHECK(result.name == "area/test");
  CHECK(result.source == "RFC 9110 section 15.5.5");
  CHECK(result.bound == 30s);
  REQUIRE(result.checks.size() == 2);
  CHECK(result.checks[0].check == "requests");
  CHECK_FALSE(result.checks[0].finding.holds);
  CHECK(result.checks[1].finding.holds);
  CHECK(result.record.exchanges.size() == 1);
}

TEST_CASE("a feature that the client lacks skips the case", "[judge]") {
  const auto one = case_with("{outcome: error}", "needs: [retries, signed]\n");
  CHECK(judged(one, test::good_record()) == "skipped: the client does not declare retries, signed");
  CHECK(judged(one, test::good_record(), false, {"retries"}) == "skipped: the client does not declare signed");
  CHECK(judged(one, test::good_record(), false, {"retries", "signed"}).starts_with("failed"));
}

TEST_CASE("a call that the client could not make skips the case", "[judge]") {
  const auto one = with_call("operation: DescribeJobExecution, executionNumber: 5", "MUST", "{outcome: error}");
  CHECK(judged(one, unable(silent()), false, {"execution-number"}) ==
        "skipped: the client could not make the call: no such operation");
}

TEST_CASE("a client that has sent a request was able to make the call", "[judge]") {
  const auto at = [](const std::string& level) {
    return with_call("operation: UpdateJobExecution, status: SUCCEEDED", level, "{outcome: error}");
  };
  const std::string reason =
      "the client sent 1 request and reported that it could not make the call: no such operation";
  const model::CaseRecord record = unable(test::good_record());
  CHECK(judged(at("MUST"), record, false, {"update"}) == "failed: " + reason);
  CHECK(judged(at("SHOULD"), record, false, {"update"}) == "non-strict: " + reason);
  CHECK(judged(at("SHOULD"), record, true, {"update"}) == "failed: " + reason);
  CHECK(judged(at("INFO"), record, true, {"update"}) == "informational: " + reason);
}

TEST_CASE("only the requests of the call itself tell whether the client was able to make it", "[judge]") {
  const auto one = test::loaded_case(
      test::case_text("calls:\n  - {operation: DescribeJobExecution}\n  - {operation: DescribeJobExecution, "
                      "executionNumber: 5}\nexpect: {outcome: error}\n"));
  model::CaseRecord record = test::good_record();
  record.calls.push_back(test::call(60ms, 70ms, test::failure("")));
  record.calls[1].outcome->kind = model::ClientOutcome::Kind::kUnable;
  CHECK(judged(one, record, false, {"execution-number"}) == "skipped: the client could not make the call");
  record.exchanges.push_back(test::exchange(65ms, test::get_request("/things/case-1/jobs/job-1")));
  CHECK(judged(one, record, false, {"execution-number"}) ==
        "failed: the client sent 1 request and reported that it could not make the call");
}

TEST_CASE("a client can never be unable to describe a job", "[judge]") {
  const model::CaseRecord record = unable(silent());
  CHECK(judged(case_with("{outcome: error}"), record) ==
        "failed: every client can make this call, and this one reported that it could not: no such operation");
  const auto polling =
      with_call("operation: DescribeJobExecution, poll: {every: 1s, at-most: 2}", "MUST", "{outcome: error}");
  CHECK(judged(polling, record, false, {"poll"}).starts_with("skipped: "));
}

TEST_CASE("a deadline that passed is timed out whatever the checks say", "[judge]") {
  model::CaseRecord record = test::good_record();
  record.calls[0].timed_out = true;
  record.calls[0].outcome.reset();
  const std::string silent = "timed out: no request and no result within 30s; the client was stopped";
  CHECK(judged(case_with("{requests: 1}"), record) == silent);
  CHECK(judged(case_with("{requests: 2}"), record) == silent);
  record.calls[0].ended = record.calls[0].began + 5min;
  CHECK(judged(case_with("{requests: 1}"), record) == "timed out: no end within 5m; the client was stopped");
  auto exact = case_with("{requests: 1}");
  exact.deadline = 2s;
  exact.exact_deadline = true;
  CHECK(judged(exact, record) == "timed out: no end within 2s; the client was stopped");
  for (int i = 0; i < 1000; ++i) {
    record.exchanges.push_back(record.exchanges.front());
  }
  CHECK(judged(case_with("{requests: 1}"), record) == "timed out: no end after 1001 requests; the client was stopped");
}

TEST_CASE("no request is not called unless a check allows silence", "[judge]") {
  CHECK(judged(case_with("{outcome: success}"), silent()) == "not called: no request arrived");
  CHECK(judged(case_with("{requests: 0}"), silent()) == "passed: ");
  CHECK(judged(case_with("{requests: 0..3}"), silent()) == "passed: ");
  CHECK(judged(case_with("{requests: {count: 0, method: PUT}}"), silent()) == "not called: no request arrived");
  model::CaseRecord crashed = silent();
  crashed.crashed = true;
  CHECK(judged(case_with("{outcome: success}"), crashed) == "not called: no request arrived: the client crashed");
}

TEST_CASE("a crash fails a case of any check", "[judge]") {
  model::CaseRecord record = test::good_record();
  record.crashed = true;
  CHECK(judged(case_with("{requests: {count: 1, level: INFO}}"), record) == "failed: the client crashed");
}

TEST_CASE("the level of a case limits what can become of it", "[judge]") {
  model::CaseRecord crashed = test::good_record();
  crashed.crashed = true;
  model::CaseRecord late = test::good_record();
  late.calls[0].timed_out = true;
  model::CaseRecord talking = test::good_record();
  talking.violations = {"wrote a second result for call 1"};
  struct Row {
    model::CaseRecord record;
    std::string_view word;
    std::string reason;
  };
  const std::vector<Row> rows{
      {crashed, "failed: ", "the client crashed"},
      {late, "timed out: ", "no request and no result within 30s; the client was stopped"},
      {talking, "failed: ", "the client wrote a second result for call 1"},
      {silent(), "not called: ", "no request arrived"},
      {test::good_record(), "failed: ", "requests: expected exactly 2 requests, found 1 request"}};
  for (const Row& row : rows) {
    const auto at = [&](const std::string& level) {
      return with_call("operation: DescribeJobExecution", level, "{requests: {count: 2, level: MUST}}");
    };
    const std::string full = std::string(row.word) + row.reason;
    CHECK(judged(at("MUST"), row.record) == full);
    CHECK(judged(at("SHOULD"), row.record) == "non-strict: " + row.reason);
    CHECK(judged(at("SHOULD"), row.record, true) == full);
    CHECK(judged(at("INFO"), row.record) == "informational: " + row.reason);
    CHECK(judged(at("INFO"), row.record, true) == "informational: " + row.reason);
  }
}

TEST_CASE("of a client that does not report only what arrived is judged", "[judge]") {
  model::CaseRecord record = test::good_record();
  record.reports = model::Reports::kNothing;
  record.calls[0].outcome.reset();
  CHECK(judged(case_with("{outcome: error}"), record) == "skipped: the case needs a client that reports results");
  auto both = case_with("{outcome: error, requests: 1}");
  const model::CaseResult result = judge::judge_case(both, model::CaseRecord(record), {});
  CHECK(result.verdict == Verdict::kPassed);
  REQUIRE(result.checks.size() == 2);
  CHECK_FALSE(result.checks[0].judged);
  CHECK(result.checks[1].judged);
}

TEST_CASE("a case that could not run is a harness error and no fault of the client", "[judge]") {
  model::CaseRecord record = test::good_record();
  record.harness_problem = "no port is free";
  record.crashed = true;
  CHECK(judged(case_with("{requests: 2}"), record) == "harness error: no port is free");
}

TEST_CASE("an answer of ours that breaks the contract is a harness error", "[judge]") {
  model::CaseRecord record = test::good_record();
  record.exchanges[0] = answered(R"({"execution":{"status":"DONE"}})");
  CHECK_THAT(judged(case_with("{requests: 1}"), record),
             Catch::Contains("harness error: the response of jobrig violates the contract: /execution/status must be"));
  record.exchanges[0] = answered(R"({"execution":{"status":"QUEUED"}})");
  CHECK(judged(case_with("{requests: 1}"), record) == "passed: ");
  record.exchanges[0] = answered(R"({"message":5})", 404);
  record.exchanges[0].decision.error = "ResourceNotFoundException";
  CHECK_THAT(judged(case_with("{requests: 1}"), record),
             Catch::Contains("harness error: the response of jobrig violates"));
  record.exchanges[0] = answered(R"({"message":"x"})", 400);
  record.exchanges[0].decision.error = "ResourceNotFoundException";
  CHECK(judged(case_with("{requests: 1}"), record) ==
        "harness error: the response of jobrig violates the contract: ResourceNotFoundException has the status 404, "
        "not 400");
}

TEST_CASE("an answer of ours behind a 100 Continue is held against the contract by itself", "[judge]") {
  model::CaseRecord record = test::good_record();
  record.exchanges[0] = answered(R"({"execution":{"status":"QUEUED"}})");
  record.exchanges[0].answer.insert(0, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
  CHECK(judged(case_with("{requests: 1}"), record) == "passed: ");
  record.exchanges[0] = answered("nonsense");
  record.exchanges[0].answer.insert(0, "HTTP/1.1 100 Continue\r\n\r\n");
  CHECK_THAT(judged(case_with("{requests: 1}"), record),
             Catch::Contains("harness error: the response of jobrig violates"));
}

TEST_CASE("the error of a rule is not a harness error if the client calls an operation that does not document it",
          "[judge]") {
  model::CaseRecord record = test::good_record();
  record.exchanges[0] = answered(R"({"code":"TerminalStateException","message":"x"})", 410);
  record.exchanges[0].decision.operation = "UpdateJobExecution";
  record.exchanges[0].decision.error = "TerminalStateException";
  record.exchanges[0].decision.rule = "rule 1";
  record.exchanges[0].decision.step = 1;
  const std::string rules = "rules: [{answers: [{error: TerminalStateException, name-in: code}]}]\n";
  CHECK_FALSE(judged(case_with("{requests: 1}", rules), record).starts_with("harness error"));
  record.exchanges[0].decision.rule.clear();  // now it is an error that jobrig chose
  CHECK(judged(case_with("{requests: 1}", rules), record).starts_with("harness error"));
  record.exchanges[0].decision.rule = "rule 1";
  record.exchanges[0].decision.operation = "DescribeJobExecution";
  record.exchanges[0].answer = answered(R"({"code":5,"message":"x"})", 410).answer;
  CHECK(judged(case_with("{requests: 1}", rules), record).starts_with("harness error"));
}

TEST_CASE("a response that deliberately violates the contract is not a harness error", "[judge]") {
  model::CaseRecord record = test::good_record();
  record.exchanges[0] = answered("nonsense");
  record.exchanges[0].decision.faults = {"garbage"};
  CHECK(judged(case_with("{requests: 1}"), record) == "passed: ");
  record.exchanges[0] = answered("nonsense");
  record.exchanges[0].close_reason = model::CloseReason::kClientGaveUp;
  CHECK(judged(case_with("{requests: 1}"), record) == "passed: ");
  record.exchanges[0] = answered("nonsense");
  record.exchanges[0].decision.rule = "rule 1";
  record.exchanges[0].decision.step = 1;
  CHECK(judged(case_with("{requests: 1}", "rules: [{answers: [{off-contract: true, reply: {body: nonsense}}]}]\n"),
               record) == "passed: ");
  record.exchanges[0].decision.step = 2;
  CHECK(judged(case_with("{requests: 1}",
                         "rules: [{answers: [{off-contract: true, reply: {body: nonsense}}, documented]}]\n"),
               record)
            .starts_with("harness error"));
}
