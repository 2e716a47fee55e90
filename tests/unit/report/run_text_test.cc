// The text report, and what all reports keep: no secrets, nothing that a terminal obeys.
#include "report/run_text.h"

#include <string>
#include <vector>

#include "report/catalogue.h"
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
