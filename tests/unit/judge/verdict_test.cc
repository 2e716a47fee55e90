// Verdicts: the verdict for each kind of record, in order of precedence, with its reason.
#include "judge/verdict.h"

#include "support/catch.h"
#include "support/judging.h"

using namespace jobrig;
using namespace std::chrono_literals;
using model::Verdict;

namespace {

model::ConformanceCase case_with(const std::string& expect, const std::string& more = "") {
  return test::loaded_case(
      test::case_text("call: {operation: DescribeJobExecution}\n" + more + "expect: " + expect + "\n"));
}

/// The verdict and its reason.
std::string judged(const model::ConformanceCase& one, model::CaseRecord record, bool strict = false,
                   std::vector<std::string> features = {}) {
  constexpr std::string_view kWords[] = {"passed",  "non-strict", "failed",     "informational",
                                         "skipped", "timed out",  "not called", "harness error"};
  const model::CaseResult result = judge::judge_case(one, std::move(record), {strict, std::move(features)});
  return std::string(kWords[static_cast<std::size_t>(result.verdict)]) + ": " + result.reason;
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
  model::CaseRecord record = silent();
  record.calls[0].outcome->kind = model::ClientOutcome::Kind::kUnable;
  record.calls[0].outcome->message = "no such operation";
  CHECK(judged(case_with("{outcome: error}"), record) ==
        "skipped: the client could not make the call: no such operation");
}

TEST_CASE("a deadline that passed is timed out whatever the checks say", "[judge]") {
  model::CaseRecord record = test::good_record();
  record.calls[0].timed_out = true;
  record.calls[0].outcome.reset();
  CHECK(judged(case_with("{requests: 1}"), record) == "timed out: no end within 30s; the client was stopped");
  CHECK(judged(case_with("{requests: 2}"), record) == "timed out: no end within 30s; the client was stopped");
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

TEST_CASE("a crash fails a case of any level", "[judge]") {
  model::CaseRecord record = test::good_record();
  record.crashed = true;
  CHECK(judged(case_with("{requests: {count: 1, level: INFO}}"), record) == "failed: the client crashed");
}

TEST_CASE("of a client that does not report only what arrived is judged", "[judge]") {
  model::CaseRecord record = test::good_record();
  record.reports = false;
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
