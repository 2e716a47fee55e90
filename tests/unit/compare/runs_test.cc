// What has changed between two runs: each kind of change, and what is not a change.
#include "compare/runs.h"

#include <chrono>
#include <string>
#include <vector>

#include "base/units.h"
#include "compare/formats.h"
#include "contract/schemas.h"
#include "support/catch.h"

using namespace jobrig;
using namespace std::chrono_literals;
using compare::Change;
using model::Verdict;

namespace {

model::CaseResult case_with(const std::string& name, Verdict verdict, std::chrono::milliseconds took = 10ms) {
  model::CaseResult one;
  one.name = name;
  one.verdict = verdict;
  one.reason = verdict == Verdict::kPassed ? "" : "it is so";
  model::CallRecord call;
  call.began = base::Monotonic{3600s};
  call.ended = call.began + took;
  one.record.calls = {call};
  return one;
}

model::CaseResult excused(model::CaseResult one, const std::string& note = "expected: it never did") {
  one.expected = note;
  one.known_flaky = note.starts_with("known flaky");
  return one;
}

model::CaseResult crashed(model::CaseResult one) {
  one.record.crashed = true;
  return one;
}

model::CaseResult nth(model::CaseResult one, std::uint64_t repeat) {
  one.repeat = repeat;
  return one;
}

model::RunResult run_of(std::vector<model::CaseResult> results) {
  model::RunResult run;
  run.jobrig_version = "0.1.0";
  run.client = {"curl", "7.88.1", "curl", {}};
  run.began = *base::parse_instant("2026-11-27T08:00:00Z");
  run.results = std::move(results);
  return run;
}

using Results = std::vector<model::CaseResult>;

/// `new-failure a: was passed, is failed`, for each change.
std::string changes_between(const Results& before, const Results& now) {
  std::string words;
  for (const compare::CaseChange& one : compare::compare_runs(run_of(before), run_of(now)).changes) {
    words += std::string(row_of(one.change).word) + " " + one.name + ": was " + one.before + ", is " + one.now + "\n";
  }
  return words;
}

Results ok(const std::string& name = "a") { return {case_with(name, Verdict::kPassed)}; }
Results bad(Verdict verdict = Verdict::kFailed) { return {case_with("a", verdict)}; }

}  // namespace

TEST_CASE("a case that fails and did not is a new failure", "[compare]") {
  CHECK(changes_between(ok(), bad()) == "new-failure a: was passed, is failed\n");
  CHECK(changes_between(ok(), bad(Verdict::kTimedOut)) == "new-failure a: was passed, is timed out\n");
  CHECK(changes_between(ok(), bad(Verdict::kHarnessError)) == "new-failure a: was passed, is harness error\n");
  CHECK(changes_between({}, bad()) == "new-failure a: was absent, is failed\n");
  CHECK(changes_between(bad(Verdict::kSkipped), bad()) == "new-failure a: was skipped, is failed\n");
  CHECK(changes_between({excused(bad()[0])}, bad()) == "new-failure a: was failed, known failure, is failed\n");
  CHECK(changes_between(bad(), bad(Verdict::kTimedOut)).empty());
}

TEST_CASE("a failure that has become a crash is a new failure", "[compare]") {
  CHECK(changes_between(bad(), {crashed(bad()[0])}) == "new-failure a: was failed, is failed\n");
  CHECK(changes_between({crashed(bad()[0])}, {crashed(bad()[0])}).empty());
}

TEST_CASE("a case that is gone or skipped is a regression", "[compare]") {
  CHECK(changes_between(ok(), ok("b")) == "vanished a: was passed, is absent\nnewly-judged b: was absent, is passed\n");
  CHECK(changes_between(ok(), bad(Verdict::kSkipped)) == "newly-skipped a: was passed, is skipped\n");
  CHECK(changes_between(bad(), bad(Verdict::kSkipped)) == "newly-skipped a: was failed, is skipped\n");
  CHECK(changes_between(bad(Verdict::kSkipped), bad(Verdict::kSkipped)).empty());
  CHECK(changes_between({}, bad(Verdict::kSkipped)).empty());
}

TEST_CASE("a case that passes and did not is fixed", "[compare]") {
  CHECK(changes_between(bad(), ok()) == "fixed a: was failed, is passed\n");
  CHECK(changes_between({excused(bad()[0])}, ok()) == "fixed a: was failed, known failure, is passed\n");
}

TEST_CASE("a case that fails in some repeats only is flaky and not a new failure", "[compare]") {
  const Results some{case_with("a", Verdict::kPassed), nth(case_with("a", Verdict::kFailed), 2),
                     nth(case_with("a", Verdict::kPassed), 3)};
  CHECK(changes_between(ok(), some) == "newly-flaky a: was passed, is failed in 1 of 3 repeats\n");
  CHECK(changes_between(some, bad()).empty());
  CHECK(changes_between(bad(), some).empty());
  Results crash = some;
  crash[1] = crashed(crash[1]);
  CHECK(changes_between(ok(), crash) == "new-failure a: was passed, is failed in 1 of 3 repeats\n");
}

TEST_CASE("a case that is known to be flaky changes nothing whether it passes or fails", "[compare]") {
  const Results failed{excused(bad()[0], "known flaky: it depends")};
  Results passed = ok();
  passed[0].known_flaky = true;
  CHECK(changes_between(failed, passed).empty());
  CHECK(changes_between(failed, failed).empty());
  CHECK(changes_between(passed, failed) == "newly-excused a: was passed, is failed, known flaky\n");
  CHECK(changes_between(failed, {crashed(bad()[0])}) == "new-failure a: was failed, known flaky, is failed\n");
}

TEST_CASE("a failure that a list excuses and that passed is told and is not a regression", "[compare]") {
  const auto comparison = compare::compare_runs(run_of(ok()), run_of({excused(bad()[0])}));
  REQUIRE(comparison.changes.size() == 1);
  CHECK(comparison.changes[0].change == Change::kNewlyExcused);
  CHECK(comparison.changes[0].detail == "it never did");
  CHECK(compare::regressions(comparison) == 0);
}

TEST_CASE("a case is slower from twice the time and one second more on", "[compare]") {
  const auto timed = [](std::chrono::milliseconds took) { return Results{case_with("a", Verdict::kPassed, took)}; };
  CHECK(changes_between(timed(1000ms), timed(2000ms)) == "slower a: was passed, is passed\n");
  CHECK(changes_between(timed(1000ms), timed(1999ms)).empty());
  CHECK(changes_between(timed(100ms), timed(1050ms)).empty());
  CHECK(changes_between(timed(5000ms), timed(9000ms)).empty());
  CHECK(compare::regressions(compare::compare_runs(run_of(timed(1s)), run_of(timed(60s)))) == 0);
  // The fastest repeat counts.
  const Results repeats{case_with("a", Verdict::kPassed, 9000ms), nth(case_with("a", Verdict::kPassed, 1500ms), 2)};
  CHECK(changes_between(timed(1000ms), repeats).empty());
}

TEST_CASE("an unmet SHOULD requirement is told and is not a regression", "[compare]") {
  CHECK(changes_between(ok(), bad(Verdict::kNonStrict)) == "newly-non-strict a: was passed, is non-strict\n");
  CHECK(changes_between(bad(Verdict::kNonStrict), ok()).empty());
}

TEST_CASE("what else differs between the runs is noted", "[compare]") {
  model::RunResult last = run_of(ok());
  last.client.features = {"retries", "tls"};
  model::RunResult now = run_of(ok());
  now.client.features = {"signed", "retries"};
  now.strict = true;
  now.interrupted = true;
  now.jobrig_version = "0.2.0";
  CHECK(compare::compare_runs(last, now).notes ==
        std::vector<std::string>{"the client no longer declares tls", "the client now declares signed",
                                 "only the new run is strict", "the new run was interrupted",
                                 "the runs are of jobrig 0.1.0, then 0.2.0"});
  CHECK(compare::compare_runs(last, last).notes.empty());
}

TEST_CASE("reports with several clients are compared by the name of the client", "[compare]") {
  model::RunResult other = run_of(bad());
  other.client.name = "boto3";
  const std::vector<model::RunResult> last{run_of(ok()), other};
  const std::vector<model::RunResult> now{other, run_of(bad())};
  const auto comparisons = compare::compare_reports(last, now);
  REQUIRE(comparisons);
  REQUIRE(comparisons->size() == 2);
  CHECK(compare::regressions((*comparisons)[0]) == 0);
  CHECK(compare::regressions((*comparisons)[1]) == 1);
  const auto missing = compare::compare_reports(last, {{other}});
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message == "the last and the new results must each have one run of the client \"curl\"");
  CHECK_FALSE(compare::compare_reports({}, now));
}

TEST_CASE("a comparison is written as text with the regressions first and the counts last", "[compare]") {
  const auto comparison = compare::compare_runs(
      run_of({case_with("a", Verdict::kPassed), case_with("b", Verdict::kFailed), case_with("c", Verdict::kPassed)}),
      run_of({case_with("a", Verdict::kFailed), case_with("b", Verdict::kPassed), case_with("d", Verdict::kPassed)}));
  CHECK(compare::comparison_text({&comparison, 1}) ==
        "NEW FAILURE  a  was passed, is failed: it is so\n"
        "VANISHED  c  was passed, is absent\n"
        "FIXED  b  was failed, is passed\n"
        "NEWLY JUDGED  d  was absent, is passed\n"
        "\n"
        "curl 7.88.1 of 2026-11-27T08:00:00Z against curl 7.88.1 of 2026-11-27T08:00:00Z\n"
        "2 regressions: 1 new failure, 1 vanished; 1 fixed, 1 newly judged; 0 unchanged\n");
  const auto same = compare::compare_runs(run_of(ok()), run_of(ok()));
  CHECK(compare::summary_of(same) == "no regressions; 1 unchanged");
}

TEST_CASE("a comparison is written as a table in Markdown without markup of the client", "[compare]") {
  Results now = bad();
  now[0].reason = "<b>|`x`";
  const auto comparison = compare::compare_runs(run_of(ok()), run_of(now));
  CHECK(compare::comparison_markdown({&comparison, 1}) ==
        "## 1 regression: 1 new failure; 0 unchanged\n\n"
        "curl 7.88.1 of 2026-11-27T08:00:00Z against curl 7.88.1 of 2026-11-27T08:00:00Z\n\n"
        "| change | case | was | is | reason |\n|---|---|---|---|---|\n"
        "| **new failure** | a | passed | failed | \\<b\\>\\|\\`x\\` |\n");
}

TEST_CASE("a comparison as JSON keeps its schema", "[compare]") {
  Results before;
  Results now;
  for (const Verdict verdict : {Verdict::kPassed, Verdict::kFailed, Verdict::kSkipped, Verdict::kNonStrict}) {
    for (const Verdict next : {Verdict::kPassed, Verdict::kFailed, Verdict::kSkipped, Verdict::kNonStrict}) {
      before.push_back(case_with(std::to_string(before.size()), verdict));
      now.push_back(case_with(before.back().name, next, 5s));
    }
  }
  before.push_back(case_with("gone", Verdict::kPassed));
  now.push_back(case_with("new", Verdict::kPassed));
  const auto comparison = compare::compare_runs(run_of(before), run_of(now));
  for (const auto& violation :
       contract::validate_against("comparison.schema.json", compare::comparison_json({&comparison, 1}))) {
    CAPTURE(violation.pointer, violation.message);
    CHECK(false);
  }
  for (const compare::ChangeRow& row : compare::changes()) {
    CAPTURE(row.word);
    CHECK((compare::count_of(comparison, row.change) > 0 || row.change == Change::kNewlyFlaky ||
           row.change == Change::kNewlyExcused));
  }
}
