// Exit codes: what is judged of a client that reports no more than its exit code, and what is not.
#include <string>

#include "judge/verdict.h"
#include "support/catch.h"
#include "support/judging.h"

using namespace jobrig;
using namespace std::chrono_literals;
using model::Verdict;

namespace {

constexpr const char* kCutOff = "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"execution\":{\"status\":\"IN_PR";

/// One call with one request, answered with these bytes, by a program that ended with this code.
model::CaseRecord exited(int code, int status = 200, const std::string& answer = "") {
  model::CaseRecord record = test::good_record();
  record.reports = model::Reports::kExitCode;
  record.exchanges = {test::exchange(10ms, test::get_request("/things/case-1/jobs/job-1"), status)};
  if (!answer.empty()) {
    record.exchanges[0].answer = answer;
  }
  model::ClientOutcome outcome;
  outcome.kind = code == 0 ? model::ClientOutcome::Kind::kSuccess : model::ClientOutcome::Kind::kError;
  outcome.exit_code = code;
  outcome.message = code == 0 ? "" : "no such job";
  record.calls[0].outcome = outcome;
  return record;
}

model::CaseResult result_of(const std::string& expect, model::CaseRecord record) {
  const auto one =
      test::loaded_case(test::case_text("call: {operation: DescribeJobExecution}\nexpect: " + expect + "\n"));
  return judge::judge_case(one, std::move(record), {});
}

}  // namespace

TEST_CASE("exit code 0 is a success and any other an error", "[judge][exit-code]") {
  CHECK(test::found("outcome: success", exited(0)) == "holds: a success | exit code 0");
  CHECK(test::found("outcome: success", exited(3)) == "fails: a success | exit code 3 (\"no such job\")");
  CHECK(test::found("outcome: error", exited(3, 404)) == "holds: an error | exit code 3 (\"no such job\")");
  CHECK(test::found("outcome: error", exited(0, 404)) == "fails: an error | exit code 0");
}

TEST_CASE("an exit code does not have to name an error or its kind or status", "[judge][exit-code]") {
  for (const char* const check :
       {"outcome: {error: ResourceNotFoundException}", "outcome: {error: any, kind: transport}",
        "outcome: {error: any, status: 404}", "outcome: {message: nothing}"}) {
    CAPTURE(check);
    CHECK(test::check_of(check)->judge(exited(1, 404)).holds);
    CHECK(test::check_of(check)->judge(exited(1, 404)).in_part);
    CHECK_FALSE(test::check_of(check)->judge(exited(0, 404)).holds);
  }
}

TEST_CASE("an exit code says that there was an execution and not which one", "[judge][exit-code]") {
  const std::string wanted = "outcome: {execution: {status: QUEUED}}";
  CHECK(test::check_of(wanted)->judge(exited(0)).holds);
  CHECK(test::check_of(wanted)->judge(exited(0)).in_part);
  CHECK_FALSE(test::check_of(wanted)->judge(exited(1)).holds);
  CHECK(test::check_of("outcome: {execution: {status: QUEUED}, or: error}")->judge(exited(1)).holds);
  CHECK_FALSE(test::check_of("outcome: success")->judge(exited(0)).in_part);
  CHECK_FALSE(test::check_of("outcome: error")->judge(exited(1)).in_part);
}

TEST_CASE("exit code 0 after a response without an execution is an empty success", "[judge][exit-code]") {
  const std::string empty = test::answer_bytes(200, "{}");
  CHECK(test::found("outcome: {not: empty-success}", exited(0, 200, empty)) ==
        "fails: anything but an empty success | exit code 0 after a response without an execution");
  CHECK(test::check_of("outcome: {not: empty-success}")->judge(exited(0)).holds);
  CHECK(test::check_of("outcome: {not: empty-success}")->judge(exited(1, 200, empty)).holds);
}

TEST_CASE("exit code 0 without a good response is not what was sent", "[judge][exit-code]") {
  CHECK(test::found("as-sent: {}", exited(0)) == "holds: each success as it was sent | exit code 0");
  CHECK(test::check_of("as-sent: {}")->judge(exited(0)).in_part);
  CHECK(test::found("as-sent: {}", exited(0, 503)) ==
        "fails: an error, because the last response had the status 503 | a success");
  CHECK_FALSE(test::check_of("as-sent: {}")->judge(exited(0, 200, kCutOff)).holds);
  model::CaseRecord silent = exited(0);
  silent.exchanges.clear();
  CHECK_FALSE(test::check_of("as-sent: {}")->judge(silent).holds);
}

TEST_CASE("checks that compare several results are not judged by an exit code", "[judge][exit-code]") {
  const model::CaseResult alone = result_of("{as-sent: false, order: {}}", exited(0));
  CHECK(alone.verdict == Verdict::kSkipped);
  CHECK(alone.reason == "the case needs a client that reports results");
  const model::CaseResult both = result_of("{order: {}, outcome: success}", exited(0));
  CHECK(both.verdict == Verdict::kPassed);
  for (const model::CheckResult& check : both.checks) {
    CHECK(check.judged == (check.check != "order"));
  }
}

TEST_CASE("a client whose exit code is not judged is judged by its requests", "[judge][exit-code]") {
  model::CaseRecord record = exited(1);
  record.reports = model::Reports::kNothing;
  record.calls[0].outcome.reset();
  CHECK(result_of("{outcome: success, requests: 1}", record).verdict == Verdict::kPassed);
}

TEST_CASE("a skipped case tells which features the client would have to declare", "[judge][exit-code]") {
  const auto one = test::loaded_case(
      test::case_text("needs: [tls, retries]\ncall: {operation: DescribeJobExecution}\nexpect: {requests: 1}\n"));
  judge::JudgeOptions options;
  options.features = {"tls"};
  const model::CaseResult result = judge::judge_case(one, exited(0), options);
  CHECK(result.verdict == Verdict::kSkipped);
  CHECK(result.missing == std::vector<std::string>{"retries"});
}
