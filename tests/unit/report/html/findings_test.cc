// The head of the HTML page: the sentence that answers whether a client is good, its reasons, and what changed since
// the previous run.
#include "report/html/findings.h"

#include <chrono>
#include <string>
#include <vector>

#include "report/html/answer.h"
#include "report/html/changes.h"
#include "report/html/text.h"
#include "support/catch.h"
#include "support/run_fixture.h"

using namespace jobrig;

namespace {

/// A run of passed MUST cases with these names; the failing check of each case whose name begins with `bad` is
/// `outcome`.
model::RunResult run_of(const std::vector<std::string>& names, int minute = 0) {
  model::RunResult run;
  run.client.name = "c";
  run.client.version = "1." + std::to_string(minute);
  run.began = base::Instant{} + std::chrono::minutes(minute);
  for (const std::string& name : names) {
    model::CaseResult result;
    result.name = name;
    model::CheckResult check{"outcome", model::Level::kMust, true, {}};
    check.finding.holds = !name.starts_with("bad");
    result.checks = {check};
    if (!check.finding.holds) {
      result.verdict = model::Verdict::kFailed;
      result.reason = "outcome: expected an error, found a success";
    }
    run.results.push_back(result);
  }
  return run;
}

std::string findings_of(const std::vector<model::RunResult>& runs) {
  return report::html::findings(runs, report::html::matrix_of(runs));
}

bool found(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

void fail(model::CaseResult& result) {
  result.verdict = model::Verdict::kFailed;
  result.reason = "outcome: expected an error, found a success";
  result.checks.front().finding.holds = false;
}

void skip(model::CaseResult& result) {
  result.verdict = model::Verdict::kSkipped;
  result.reason = "the client does not declare tls";
  result.checks.clear();
}

}  // namespace

TEST_CASE("the page answers whether a client is good in a sentence", "[report]") {
  model::RunResult run = run_of({"a/a", "a/b", "a/c"});
  CHECK(report::html::answer(run) == "Good: c 1.0 passes all 3 judged MUST cases.");
  run.results[0].expected = "expected: it is old";
  fail(run.results[0]);
  skip(run.results[1]);
  CHECK(report::html::answer(run) ==
        "Good: c 1.0 passes 1 of 2 judged MUST cases. 1 known failure is excused. 1 case was not judged.");
  fail(run.results[2]);
  CHECK(report::html::answer(run) ==
        "Not good: c 1.0 fails 1 of 2 judged MUST cases. 1 known failure is excused. 1 case was not judged.");
  run.interrupted = true;
  CHECK(report::html::answer(run) == "No answer: the run of c 1.0 was interrupted after 3 cases.");
}

TEST_CASE("a run that judged nothing gives no answer and a problem is not good", "[report]") {
  model::RunResult run = run_of({"a/a"});
  CHECK(report::html::answer(run) == "Good: c 1.0 passes the only judged MUST case.");
  run.results[0].level = model::Level::kShould;
  CHECK(report::html::answer(run) == "Good: c 1.0 passes 1 case, none of them a MUST.");
  run.results[0].level = model::Level::kMust;
  run.problems.push_back({"flaky", "a/a", "passed 1 of 2 times"});
  CHECK(report::html::answer(run) == "Not good: c 1.0 has 1 problem in the run.");
  run.problems.clear();
  skip(run.results[0]);
  CHECK(report::html::answer(run) == "No answer: no case judged c 1.0.");
  CHECK_FALSE(report::html::is_good(run));
}

TEST_CASE("the answer on several runs counts those that do not pass", "[report]") {
  std::vector<model::RunResult> runs{run_of({"a/a"}), run_of({"a/a"})};
  CHECK(report::html::answer(runs) == "Good: all 2 runs pass.");
  fail(runs[1].results[0]);
  CHECK(report::html::answer(runs) == "Not good: 1 of 2 runs does not pass.");
  CHECK(report::html::answer(std::vector<model::RunResult>{}) == "No answer: the page has no runs.");
}

TEST_CASE("failed MUST cases come first and link to their details and skips have reasons", "[report]") {
  model::RunResult run = run_of({"bad/a", "bad/b", "good/c", "good/d"});
  skip(run.results[3]);
  fail(run.results[2]);
  run.results[2].level = model::Level::kShould;
  const std::string html = findings_of({run});
  CHECK(found(html,
              "<article class=\"bad\">\n<details open><summary>Failed MUST cases <b>2</b></summary>"
              "<ul><li><strong>outcome</strong> <span class=\"quiet\">2 cases</span><br>"
              "<a href=\"#bad/a@0\">bad/a</a>, <a href=\"#bad/b@0\">bad/b</a></li>"));
  CHECK(found(html, "<summary>Other failed cases <b>1</b></summary>"));
  CHECK(
      found(html, "<summary>Skipped cases <b>1</b></summary><ul><li><strong>the client does not declare tls</strong>"));
  CHECK_FALSE(found(html, "Changed since"));
}

TEST_CASE("a link to a case is safe whatever the name contains", "[report]") {
  CHECK(report::html::case_link("a/b\"><i>%@\xc3\xa4", 2) ==
        "<a href=\"#a/b%22%3E%3Ci%3E%25%40%C3%A4@2\">a/b&quot;&gt;&lt;i&gt;%@\xc3\xa4</a>");
}

TEST_CASE("two runs of one client show what changed since the previous run", "[report]") {
  model::RunResult before = run_of({"a/fixed", "a/gone", "a/new", "a/same", "a/skipped", "a/strict"}, 1);
  fail(before.results[0]);
  model::RunResult now = run_of({"a/added", "a/fixed", "a/new", "a/same", "a/skipped", "a/strict"}, 2);
  fail(now.results[2]);
  skip(now.results[4]);
  now.results[5].verdict = model::Verdict::kNonStrict;
  const std::vector<model::RunResult> runs{now, before};
  CHECK(report::html::previous_run(runs, 0) == 1);
  CHECK_FALSE(report::html::previous_run(runs, 1));
  const auto changes = report::html::changes_between(report::html::matrix_of(runs), 1, 0);
  const auto names = [](const std::vector<report::html::Change>& list) {
    std::string text;
    for (const auto& change : list) {
      text += change.name + ": " + change.from + ", " + change.to + "\n";
    }
    return text;
  };
  CHECK(names(changes.worse) == "a/new: Passed, Failed\n");
  CHECK(names(changes.better) == "a/fixed: Failed, Passed\n");
  CHECK(names(changes.lost) == "a/gone: Passed, not run\na/skipped: Passed, Skipped\n");
  CHECK(names(changes.other) == "a/added: not run, Passed\na/strict: Passed, Non-strict\n");
  const std::string html = findings_of(runs);
  CHECK(found(html, "<h3>Changed since c 1.1 of 1970-01-01 00:01 UTC</h3>"));
  CHECK(found(html, "<a href=\"#a/new@0\">a/new</a> <span class=\"quiet\">Passed → Failed</span>"));
}

TEST_CASE("runs of other clients and equal runs show no change", "[report]") {
  model::RunResult other = run_of({"a/a"}, 2);
  other.client.name = "d";
  CHECK_FALSE(found(findings_of({run_of({"a/a"}, 1), other}), "Changed since"));
  CHECK(found(findings_of({run_of({"a/a"}, 1), run_of({"a/a"}, 2)}), "<p>No verdict changed.</p>"));
}
