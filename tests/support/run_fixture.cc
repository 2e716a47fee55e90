#include "support/run_fixture.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "base/units.h"

namespace jobrig::test {
namespace {

using namespace std::chrono_literals;
using model::CloseReason;
using model::Level;
using model::Verdict;

// The machine had been running for one hour.
constexpr base::Monotonic kBegin{3600s};

std::string describe_request(const std::string& thing) {
  return "GET /things/" + thing +
         "/jobs/job-1?includeJobDocument=true HTTP/1.1\r\nHost: 127.0.0.1:4000\r\nX-Amz-Date: 20260101T000000Z\r\n"
         "Authorization: AWS4-HMAC-SHA256 Credential=" +
         std::string(kAccessKey) +
         "/20260101/eu-west-1/iot-jobs-data/aws4_request, SignedHeaders=host;x-amz-date, Signature=" +
         std::string(kSignature) + "\r\n\r\n";
}

std::string answer_with(const std::string& status_line, const std::string& body) {
  return "HTTP/1.1 " + status_line +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// An exchange that arrived at `at` and got its response after `wait`.
model::Exchange exchange_at(std::uint64_t number, std::chrono::milliseconds at, std::chrono::milliseconds wait,
                            int status, std::string answer) {
  model::Exchange exchange;
  exchange.connection = 1;
  exchange.number = number;
  exchange.decision.operation = "DescribeJobExecution";
  exchange.decision.key = {"case-abcdefgh-1", "job-1"};
  exchange.decision.ordinal = number - 1;
  exchange.request = describe_request("case-abcdefgh-1");
  exchange.answer = std::move(answer);
  exchange.status = status;
  exchange.arrived = *base::parse_instant("2026-01-01T00:00:00Z") + at;
  exchange.request_whole = kBegin + at;
  exchange.first_byte = kBegin + at + wait;
  exchange.last_byte = exchange.first_byte + 1ms;
  exchange.ended = exchange.last_byte;
  return exchange;
}

model::CallRecord call_until(std::chrono::milliseconds ended, std::optional<model::ClientOutcome> outcome) {
  model::CallRecord call;
  call.operation = "DescribeJobExecution";
  call.arguments = R"({"thingName":"case-abcdefgh-1","jobId":"job-1","includeJobDocument":true})";
  call.began = kBegin;
  call.ended = kBegin + ended;
  call.outcome = std::move(outcome);
  return call;
}

model::ClientOutcome success(std::string response) {
  model::ClientOutcome outcome;
  outcome.kind = model::ClientOutcome::Kind::kSuccess;
  outcome.response = std::move(response);
  return outcome;
}

model::ClientOutcome error(std::string name, model::FailureKind failure, std::optional<int> status) {
  model::ClientOutcome outcome;
  outcome.kind = model::ClientOutcome::Kind::kError;
  outcome.error = std::move(name);
  outcome.failure = failure;
  outcome.message = "the client says <b>no</b> | \x1b[31mred\x1b[0m";
  outcome.status = status;
  return outcome;
}

model::CaseResult result_named(std::string name, std::string summary, Level level, Verdict verdict) {
  model::CaseResult result;
  result.summary = std::move(summary);
  result.level = level;
  result.requirement = "A client repeats a request that was answered 503, and not at once.";
  result.source = "RFC 9110 section 15.6.4";
  result.verdict = verdict;
  result.replay = "jobrig conform --run " + name + " --seed 7 --adapter -- ./client --key 'a b'";
  result.name = std::move(name);
  result.bound = 15s;
  result.record.thing = "case-abcdefgh-1";
  return result;
}

model::CheckResult check(std::string name, Level level, bool holds, std::string expected, std::string actual) {
  model::CheckResult result;
  result.check = std::move(name);
  result.level = level;
  result.finding.holds = holds;
  result.finding.expected = std::move(expected);
  result.finding.actual = std::move(actual);
  return result;
}

const char* const kExecution = R"({"execution":{"jobId":"job-1","status":"IN_PROGRESS","versionNumber":2}})";

model::CaseResult passed_case() {
  auto result = result_named("retry/503-then-ok", "A 503 is retried.", Level::kMust, Verdict::kPassed);
  auto refused = exchange_at(1, 2ms, 1ms, 503, answer_with("503 Service Unavailable", R"({"message":"later"})"));
  refused.decision.rule = "outage";
  refused.decision.step = 1;
  refused.decision.error = "ServiceUnavailableException";
  result.record.exchanges = {refused, exchange_at(2, 120ms, 2ms, 200, answer_with("200 OK", kExecution))};
  result.record.calls = {call_until(126ms, success(kExecution))};
  result.checks = {check("outcome", Level::kMust, true, "an execution with status IN_PROGRESS", "just that"),
                   check("requests", Level::kMust, true, "2 to 5 requests", "2 requests"),
                   check("retry-profile", Level::kInfo, true, "any", "any")};
  result.checks[1].finding.evidence = {0, 1};
  result.checks[2].finding.observed = "retries like the standard profile";
  return result;
}

model::CaseResult failed_case() {
  auto result =
      result_named("broken-success/cut-body", "A 200 that is cut short is no success. </script><script>boom()",
                   Level::kMust, Verdict::kFailed);
  result.reason = "outcome: expected an error, found an empty success";
  auto cut = exchange_at(1, 2ms, 40ms, 200, answer_with("200 OK", kExecution).substr(0, 90) + "\xff\x01|`<&]]>");
  cut.decision.rule = "cut | short";
  cut.decision.step = 1;
  cut.decision.faults = {"delay", "cut"};
  cut.close_reason = CloseReason::kReset;
  result.record.exchanges = {cut};
  result.record.calls = {call_until(50ms, success("{}"))};
  result.record.calls[0].outcome->err = "warning: using " + std::string(kAccessKey) +
                                        "\naws_secret_access_key=" + std::string(kSecretKey) + "\n\x1b[2Jgone";
  result.record.calls[0].outcome->exit_code = 0;
  result.checks = {check("outcome", Level::kMust, false, "an error", "a success | with nothing in it"),
                   check("within", Level::kMust, true, "at most 15s", "50ms")};
  result.checks[0].finding.evidence = {0};
  return result;
}

model::CaseResult non_strict_case() {
  auto result =
      result_named("retry/429-hint", "A hint of a throttled answer is honoured.", Level::kShould, Verdict::kNonStrict);
  result.reason = "gaps: expected at least 1s before request 2, found 52.0 ms";
  auto throttled = exchange_at(1, 1ms, 1ms, 429, answer_with("429 Too Many Requests", R"({"message":"slow down"})"));
  throttled.decision.error = "ThrottlingException";
  result.record.exchanges = {throttled, exchange_at(2, 55ms, 1ms, 200, answer_with("200 OK", kExecution))};
  result.record.calls = {call_until(60ms, success(kExecution))};
  result.checks = {check("gaps", Level::kShould, false, "at least 1s before request 2", "52.0 ms")};
  return result;
}

model::CaseResult informational_case() {
  auto result = result_named("request/bad-name", "Names that break a constraint are not sent.", Level::kInfo,
                             Verdict::kInformational);
  result.reason = "no-request: expected no request, found 1 request";
  auto bad = exchange_at(1, 1ms, 1ms, 400, answer_with("400 Bad Request", R"({"message":"no such name"})"));
  bad.decision.error = "InvalidRequestException";
  result.record.exchanges = {bad};
  result.record.calls = {call_until(5ms, error("InvalidRequestException", model::FailureKind::kService, 400))};
  result.checks = {check("no-request", Level::kInfo, false, "no request", "1 request")};
  return result;
}

model::CaseResult skipped_case() {
  auto result =
      result_named("transport/tls-expired", "An expired certificate is refused.", Level::kMust, Verdict::kSkipped);
  result.reason = "the client did not declare tls";
  return result;
}

model::CaseResult timed_out_case() {
  auto result =
      result_named("time/hang", "A server that never answers is given up on.", Level::kMust, Verdict::kTimedOut);
  result.reason = "no end within 15s; the client was stopped";
  auto silent = exchange_at(1, 2ms, 0ms, 0, "");
  silent.decision.faults = {"hang"};
  silent.first_byte = silent.last_byte = {};
  silent.ended = kBegin + 15'002ms;
  silent.close_reason = CloseReason::kServerStopped;
  result.record.exchanges = {silent};
  result.record.calls = {call_until(15s, std::nullopt)};
  result.record.calls[0].timed_out = true;
  result.record.notes = {"two processes that it left behind were ended"};
  result.expected = "expected: waits for as long as it takes (client issue 12)";
  return result;
}

model::CaseResult not_called_case() {
  auto result = result_named("request/next", "The next job is asked for as $next.", Level::kMust, Verdict::kNotCalled);
  result.reason = "no request arrived";
  result.record.calls = {call_until(9ms, error("", model::FailureKind::kUnknown, std::nullopt))};
  result.checks = {check("request", Level::kMust, false, "a GET of /things/{thing}/jobs/$next", "no request")};
  return result;
}

model::CaseResult harness_error_case() {
  auto result =
      result_named("state/polling", "Polling ends at a terminal status.", Level::kMust, Verdict::kHarnessError);
  result.reason = "an answer of ours broke the contract";
  result.record.harness_problem = "request 1: /execution/status must be one of the eight statuses";
  result.record.exchanges = {exchange_at(1, 1ms, 1ms, 200, answer_with("200 OK", R"({"execution":{"status":"?"}})"))};
  result.record.calls = {call_until(4ms, success(R"({"execution":{"status":"?"}})"))};
  return result;
}

}  // namespace

model::RunResult every_verdict_run() {
  model::RunResult run;
  run.jobrig_version = "0.1.0";
  run.client = {"boto3", "1.26.27", "python3 adapter.py", {"retries", "signed"}};
  run.began = *base::parse_instant("2026-11-24T08:30:00Z");
  run.took = 16'204ms;
  run.seed = 18446744073709551615U;
  run.results = {failed_case(), not_called_case(),    informational_case(), non_strict_case(), passed_case(),
                 passed_case(), harness_error_case(), timed_out_case(),     skipped_case()};
  run.results[5].repeat = 2;
  run.problems = {{"flaky", "retry/503-then-ok", "passed 1 of 2 times"},
                  {"unused known failure", "ci/profiles/boto3.expectations.yaml:3", "retry/504-*"}};
  return run;
}

model::RunResult other_client_run() {
  model::RunResult run = every_verdict_run();
  run.client = {"aws-cli-v2", "2.9.19", "aws", {"signed"}};
  run.problems.clear();
  run.results.pop_back();
  std::erase_if(run.results, [](const model::CaseResult& one) { return one.repeat > 1; });
  model::CaseResult& mended = run.results[0];
  mended.verdict = Verdict::kPassed;
  mended.reason.clear();
  mended.record.calls[0].outcome = error("", model::FailureKind::kDecoding, std::nullopt);
  mended.checks[0].finding = {true, "an error", "an error", "", {0}};
  return run;
}

model::RunResult big_run(std::string_view client, std::size_t cases) {
  constexpr std::array<const char*, 8> kAreas{"broken-success", "error", "request", "response",
                                              "retry",          "state", "time",    "transport"};
  const model::RunResult every = every_verdict_run();
  model::RunResult run = every;
  run.client.name = client;
  run.results.clear();
  run.problems.clear();
  for (std::size_t i = 0; i < cases; ++i) {
    // Three of four cases pass.
    model::CaseResult result = i % 4 == 0 ? every.results[i / 4 % every.results.size()] : passed_case();
    result.repeat = 1;
    std::string number = std::to_string(i);
    number.insert(0, 3 - std::min<std::size_t>(3, number.size()), '0');
    result.name = std::string(kAreas.at(i * kAreas.size() / cases)) + "/case-" + number;
    run.results.push_back(std::move(result));
  }
  return run;
}

model::RunResult failing_run(std::size_t cases, std::size_t checks) {
  model::RunResult run = every_verdict_run();
  model::CaseResult failed = run.results.front();
  run.results.clear();
  run.problems.clear();
  for (std::size_t i = 0; i < cases; ++i) {
    const std::string check = std::to_string(i % checks);
    failed.name = "area-" + check + "/case-" + std::to_string(i);
    failed.checks.front().check = "check-" + check;
    failed.reason = "check-" + check + ": expected an error, found an empty success";
    run.results.push_back(failed);
  }
  return run;
}

}  // namespace jobrig::test
