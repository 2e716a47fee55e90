// The Markdown report: whole below GitHub's limit, cut with a sentence above it, and deaf to markup in what it tells.
#include "report/formats/run_markdown.h"

#include <string>
#include <vector>

#include "support/catch.h"
#include "support/golden.h"
#include "support/reporting.h"
#include "support/run_fixture.h"

using namespace jobrig;

namespace {

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the Markdown report is the golden one", "[report][golden]") {
  const std::vector<model::RunResult> runs{test::every_verdict_run(), test::other_client_run()};
  const std::string text = test::report_as("markdown", runs);
  CHECK(text == test::golden("report.md", text));
}

TEST_CASE("the Markdown report says first what it comes to", "[report]") {
  model::RunResult run = test::every_verdict_run();
  CHECK(report::formats::run_markdown({&run, 1}).rfind("## jobrig: 3 cases failed, 2 problems in the run\n\n| | boto3",
                                                       0) == 0);
  run.problems.clear();
  std::erase_if(run.results, [](const model::CaseResult& one) { return one.verdict != model::Verdict::kPassed; });
  CHECK(report::formats::run_markdown({&run, 1}).rfind("## jobrig: no failures of the client\n\n", 0) == 0);
  run.interrupted = true;
  CHECK(report::formats::run_markdown({&run, 1}).rfind("## jobrig: one problem in the run\n\n", 0) == 0);
}

TEST_CASE("no text of a client makes markup in the Markdown report", "[report]") {
  model::RunResult run = test::every_verdict_run();
  run.results[0].reason = "<script>boom()</script> [x](y) `a` *b* | _c_ ![d](e) ~~f~~ &amp; $g$ # h";
  run.results[0].checks.clear();
  run.results[0].record.exchanges[0].answer = "HTTP/1.1 200 OK\r\n\r\n````\n</details>";
  const std::string text = report::formats::run_markdown({&run, 1});
  CHECK(contains(text,
                 "\\<script\\>boom()\\</script\\> \\[x\\](y) \\`a\\` \\*b\\* \\| \\_c\\_ \\!\\[d\\](e) \\~\\~f\\~\\~ "
                 "\\&amp; \\$g\\$ \\# h"));
  // The block's fence is longer than any in it.
  CHECK(contains(text, "\n`````text\n"));
  CHECK(contains(text, "\n`````\n\n</details>"));
}

TEST_CASE("a Markdown report that would be too large is cut with a sentence", "[report]") {
  const std::vector<model::RunResult> runs{test::big_run("a", 6000), test::big_run("b", 6000)};
  const std::string text = test::report_as("markdown", runs);
  CHECK(text.size() <= report::formats::kMaxMarkdown);
  CHECK(text.size() > report::formats::kMaxMarkdown / 2);
  CHECK(contains(text, " more parts of this report are left out here**: the page may not be larger."));
  // Cut between parts, never within one.
  const auto count = [&](std::string_view part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
      ++found;
    }
    return found;
  };
  CHECK(count("<details>") == count("</details>"));
  CHECK(count("```text\n") * 2 == count("```"));
  CHECK_FALSE(contains(test::report_as("markdown", {runs.data(), 0}), "left out"));
}
