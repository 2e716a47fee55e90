// The text report, and what all reports keep: no secrets, nothing that a terminal obeys.
#include "report/run_text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "report/case_text.h"
#include "report/catalogue.h"
#include "report/groups.h"
#include "report/plain_text.h"
#include "report/redaction.h"
#include "report/tally.h"
#include "report/wire_trace.h"
#include "support/catch.h"
#include "support/golden.h"
#include "support/run_fixture.h"

using namespace jobrig;

namespace {

bool has_text(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("the text report is the golden one", "[report][golden]") {
  const std::vector<model::RunResult> runs{test::every_verdict_run(), test::other_client_run()};
  const std::string text = report::write_report(report::catalogue()[0], runs);
  CHECK(text == test::golden("report.txt", text));
}

TEST_CASE("the text report holds nothing that a terminal obeys unless colour is asked for", "[report]") {
  const std::vector<model::RunResult> runs{test::every_verdict_run()};
  const std::string plain = report::run_text(runs);
  CHECK(plain.find_first_of("\x1b\x07\r\x7f") == std::string::npos);
  const std::string coloured = report::run_text(runs, {true});
  CHECK(has_text(coloured, "\x1b[1;31mFAILED\x1b[0m  broken-success/cut-body"));
}

TEST_CASE("the text for a terminal is the golden one", "[report][golden]") {
  const std::vector<model::RunResult> runs{test::every_verdict_run(), test::other_client_run()};
  const std::string text = report::terminal_text(runs, {});
  CHECK(text == test::golden("report.terminal.txt", text));
  const std::string quiet = report::terminal_text(runs, {false, report::TextDetail::kQuiet});
  CHECK(quiet == test::golden("report.quiet.txt", quiet));
}

TEST_CASE("the title of a failure has the failing check and not the claim of the case", "[report]") {
  const model::RunResult run = test::every_verdict_run();
  const std::string text = report::case_text(run.results[0]);
  CHECK(text.starts_with("FAILED  broken-success/cut-body  outcome\n  reason        outcome: expected an error"));
}

TEST_CASE("the terminal shows 44 failures in less than 200 lines that end with their names", "[report]") {
  const model::RunResult run = test::failing_run(44, 9);
  const std::string text = report::run_text({&run, 1});
  CHECK(lines_in(text) < report::kMaxBriefLines);
  const std::size_t list = text.find("\nfailed, by the failing check\n  check-0 (5): area-0/case-0 ");
  REQUIRE(list != std::string::npos);
  for (const model::CaseResult& result : run.results) {
    CHECK(text.find(" " + result.name, list) != std::string::npos);
  }
  // The first of each group, with what it needs to be understood.
  for (int i = 0; i < 9; ++i) {
    CHECK(has_text(text, "FAILED  area-" + std::to_string(i) + "/case-" + std::to_string(i) + "  check-"));
  }
  CHECK_FALSE(has_text(text, "FAILED  area-0/case-9 "));
}

TEST_CASE("no number of results makes the text for a terminal longer than 200 lines", "[report]") {
  for (const std::size_t checks : {1U, 40U, 300U}) {
    const std::vector<model::RunResult> runs{test::failing_run(1000, checks)};
    const std::string text = report::run_text(runs);
    CHECK(lines_in(text) <= report::kMaxBriefLines);
    CHECK(has_text(text, " more lines; --verbose prints them\n"));
    CHECK(has_text(text, "FAILED  area-0/case-0  check-0\n"));
    CHECK(lines_in(report::run_text(runs, {false, report::TextDetail::kQuiet})) <= report::kMaxBriefLines);
    const std::string all = report::run_text(runs, {false, report::TextDetail::kFailures});
    CHECK(has_text(all, "/case-999  check-"));
    CHECK_FALSE(has_text(all, " more lines"));
  }
}

TEST_CASE("equal reasons of skipped cases are counted", "[report]") {
  model::RunResult run = test::every_verdict_run();
  model::CaseResult skipped = run.results.back();
  REQUIRE(skipped.verdict == model::Verdict::kSkipped);
  for (int i = 0; i < 3; ++i) {
    skipped.name = "transport/tls-" + std::to_string(i);
    run.results.push_back(skipped);
  }
  CHECK(has_text(report::run_text({&run, 1}), "\nSKIPPED  4 cases  the client did not declare tls\n"));
  const std::string all = report::run_text({&run, 1}, {false, report::TextDetail::kFailures});
  CHECK(has_text(all, "\nSKIPPED  transport/tls-2  the client did not declare tls\n"));
}

TEST_CASE("a crash and a breach of the client protocol are reasons of their own", "[report]") {
  model::CaseResult result = test::every_verdict_run().results[0];
  CHECK(report::failing_part(result) == "outcome");
  result.reason = "the client wrote a second result for call 1";
  CHECK(report::failing_part(result) == "client protocol");
  result.record.crashed = true;
  CHECK(report::failing_part(result) == "crash");
  result.verdict = model::Verdict::kTimedOut;
  CHECK(report::failing_part(result) == "timed out");
  result.verdict = model::Verdict::kPassed;
  CHECK(report::failing_part(result).empty());
}

TEST_CASE("no report holds a secret of the run", "[report]") {
  const std::vector<model::RunResult> runs{test::every_verdict_run()};
  REQUIRE(has_text(runs[0].results[0].record.exchanges[0].request, test::kSignature));
  for (const report::FormatRow& format : report::catalogue()) {
    CAPTURE(format.name);
    const std::string text = report::write_report(format, runs);
    CHECK_FALSE(has_text(text, test::kAccessKey));
    CHECK_FALSE(has_text(text, test::kSignature));
    CHECK_FALSE(has_text(text, test::kSecretKey));
  }
}

TEST_CASE("secrets are found by their names and forms", "[report]") {
  const auto same = [](std::string_view text) { return report::redact(text) == text; };
  CHECK(report::redact("Authorization: AWS4-HMAC-SHA256 Credential=mykey/2026/x, Signature=abc123") ==
        "Authorization: AWS4-HMAC-SHA256 Credential=[redacted]/2026/x, Signature=[redacted]");
  CHECK(report::redact("GET /?X-Amz-Credential=k%2F2026&X-Amz-Signature=ff00&x=1 HTTP/1.1") ==
        "GET /?X-Amz-Credential=[redacted]%2F2026&X-Amz-Signature=[redacted]&x=1 HTTP/1.1");
  CHECK(report::redact("x-amz-security-token: abc/def+==\r\nHost: h") == "x-amz-security-token: [redacted]\r\nHost: h");
  CHECK(report::redact(R"({"secretAccessKey":"abc","sessionToken": "def"})") ==
        R"({"secretAccessKey":"[redacted]","sessionToken": "[redacted]"})");
  CHECK(report::redact("AWS_SECRET_ACCESS_KEY=abc") == "AWS_SECRET_ACCESS_KEY=[redacted]");
  CHECK(report::redact("key ASIA0123456789ABCDEF.") == "key [redacted].");
  CHECK(same("SignedHeaders=host;x-amz-date"));
  CHECK(same("the signature differs"));
  CHECK(same("InvalidSignatureException"));
  CHECK(same("AKIA is not all"));
  CHECK(same("xAKIA0123456789ABCDEF"));
}

TEST_CASE("an access key that a request carries is taken out of what the client prints", "[report]") {
  model::RunResult run = test::every_verdict_run();
  run.results[0].record.exchanges[0].request =
      "GET / HTTP/1.1\r\nAuthorization: AWS4-HMAC-SHA256 Credential=local-key-1/2026, Signature=00\r\n\r\n";
  run.results[0].record.calls[0].outcome->err = "using local-key-1";
  run = report::redacted(run);
  CHECK(run.results[0].record.calls[0].outcome->err == "using [redacted]");
  CHECK(report::redacted(run) == run);
}

TEST_CASE("bytes become text that shows what cannot be seen", "[report]") {
  CHECK(report::one_line("a\tb\r\n\xff\x1b[2J \xc3\xa4\xe2\x80\xae") ==
        "a\\x09b\\x0d\\x0a\\xff\\x1b[2J ä\\xe2\\x80\\xae");
  CHECK(report::text_lines("a\n\tb\r\nc") == std::vector<std::string>{"a", "  b", "c"});
  CHECK(report::text_lines("").empty());
  CHECK(report::wire_lines("a\r\nb\nc\rd") == std::vector<std::string>{"a", "b\\x0a", "c\\x0dd"});
  CHECK(report::shortened("0123456789", 10) == "0123456789");
  CHECK(report::shortened("0123456789ab", 8) == "012345\r\n[… 4 bytes left out here …]\r\nab");
}

TEST_CASE("a case failed unless its failure is known, and a harness error always", "[report]") {
  model::CaseResult result;
  CHECK_FALSE(report::is_red(result));
  for (const auto verdict : {model::Verdict::kFailed, model::Verdict::kTimedOut, model::Verdict::kNotCalled,
                             model::Verdict::kHarnessError}) {
    result.verdict = verdict;
    result.expected.clear();
    CHECK(report::is_red(result));
    result.expected = "expected: it is old";
    CHECK(report::is_red(result) == (verdict == model::Verdict::kHarnessError));
  }
  result.verdict = model::Verdict::kNonStrict;
  CHECK_FALSE(report::is_red(result));
}

TEST_CASE("the counts name only verdicts that somebody got", "[report]") {
  CHECK(
      report::counts_text(report::tally_of(test::every_verdict_run())) ==
      "1 harness error, 1 failed, 1 timed out, 1 not called, 1 non-strict, 1 informational, 1 skipped, 2 passed (1 is "
      "a known failure)");
  CHECK(report::counts_text(report::tally_of({})) == "no cases");
}

TEST_CASE("a trace tells what happened in order of time", "[report]") {
  const auto trace = report::wire_trace(test::every_verdict_run().results[4].record);
  REQUIRE(trace.size() > 4);
  CHECK(trace.front().rfind("    0.0 ms  call: DescribeJobExecution", 0) == 0);
  CHECK(trace[1] == "    2.0 ms  request 1, connection 1");
  CHECK(trace[2].rfind("            > GET /things/case-abcdefgh-1/jobs/job-1?includeJobDocument=true", 0) == 0);
  CHECK(trace.back().rfind("  126.0 ms  reported: success {\"execution\"", 0) == 0);
  CHECK(report::wire_trace({}).empty());
}
