// Coverage: what a run has judged, and the problems of a run that judged too little.
#include "judge/coverage.h"

#include "model/must_coverage.h"
#include "support/catch.h"

using namespace jobrig;
using model::Level;
using model::Verdict;

namespace {

model::CaseResult result_of(const std::string& name, Level level, Verdict verdict,
                            std::vector<model::CheckResult> checks = {}) {
  model::CaseResult result;
  result.name = name;
  result.level = level;
  result.verdict = verdict;
  result.reason = verdict == Verdict::kSkipped ? "the client does not declare tls" : "";
  result.checks = std::move(checks);
  return result;
}

model::CheckResult check(Level level, bool judged, bool holds) { return {"requests", level, judged, {holds, "", ""}}; }

model::RunResult run_of(std::vector<model::CaseResult> results) {
  model::RunResult run;
  run.client.name = "mine";
  run.results = std::move(results);
  return run;
}

/// `judged passed failed: names`
std::string coverage(const model::RunResult& run) {
  const model::MustCoverage found = model::must_coverage(run);
  std::string text =
      std::to_string(found.judged) + " " + std::to_string(found.passed) + " " + std::to_string(found.failed) + ":";
  for (const std::string_view name : found.not_judged) {
    text += " " + std::string(name);
  }
  return text;
}

std::string problem_of(const judge::CoverageOptions& options, model::RunResult run) {
  judge::add_coverage_problems(options, run);
  return run.problems.empty() ? "" : run.problems.front().what + ": " + run.problems.front().detail;
}

}  // namespace

TEST_CASE("the MUST cases of a run are judged or named", "[judge]") {
  const auto run =
      run_of({result_of("a", Level::kMust, Verdict::kPassed, {check(Level::kMust, true, true)}),
              result_of("b", Level::kMust, Verdict::kFailed, {check(Level::kMust, true, false)}),
              result_of("c", Level::kMust, Verdict::kSkipped), result_of("d", Level::kMust, Verdict::kTimedOut),
              result_of("e", Level::kMust, Verdict::kHarnessError), result_of("f", Level::kShould, Verdict::kSkipped)});
  CHECK(coverage(run) == "3 1 2: c e");
  CHECK(model::judged_cases(run) == 3);
}

TEST_CASE("a MUST case over a transport that the client does not speak is not missing", "[judge]") {
  auto over_mqtt = result_of("a", Level::kMust, Verdict::kSkipped);
  over_mqtt.missing = {"mqtt"};
  auto with_tls = result_of("b", Level::kMust, Verdict::kSkipped);
  with_tls.missing = {"tls"};
  CHECK(coverage(run_of({over_mqtt, with_tls})) == "0 0 0: b");
}

TEST_CASE("a MUST case whose MUST checks need a report is not judged without one", "[judge]") {
  const auto run = run_of({result_of("a", Level::kMust, Verdict::kPassed,
                                     {check(Level::kMust, false, false), check(Level::kInfo, true, true)})});
  CHECK(coverage(run) == "0 0 0: a");
  CHECK(model::judged_cases(run) == 1);
}

TEST_CASE("a MUST case that is failed by a SHOULD check has met its requirement", "[judge]") {
  const std::vector<model::CheckResult> checks{check(Level::kMust, true, true), check(Level::kShould, true, false)};
  CHECK(coverage(run_of({result_of("a", Level::kMust, Verdict::kNonStrict, checks)})) == "1 1 0:");
  CHECK(coverage(run_of({result_of("a", Level::kMust, Verdict::kFailed, checks)})) == "1 1 0:");
  auto crashed = result_of("a", Level::kMust, Verdict::kFailed, checks);
  crashed.record.crashed = true;
  CHECK(coverage(run_of({crashed})) == "1 0 1:");
}

TEST_CASE("the repeats of a case count once and a failure decides", "[judge]") {
  const auto passed = result_of("a", Level::kMust, Verdict::kPassed, {check(Level::kMust, true, true)});
  const auto failed = result_of("a", Level::kMust, Verdict::kFailed, {check(Level::kMust, true, false)});
  CHECK(coverage(run_of({passed, failed, result_of("a", Level::kMust, Verdict::kSkipped)})) == "1 0 1:");
}

TEST_CASE("a run that judged nothing has a problem that says why", "[judge]") {
  const auto skipped =
      run_of({result_of("a", Level::kMust, Verdict::kSkipped), result_of("b", Level::kMust, Verdict::kSkipped)});
  CHECK(problem_of({}, skipped) == "nothing judged: no case was judged; 2 cases: the client does not declare tls");
  CHECK(problem_of({0, true}, skipped).empty());
  auto interrupted = skipped;
  interrupted.interrupted = true;
  CHECK(problem_of({}, interrupted).empty());
  CHECK(problem_of({}, run_of({result_of("a", Level::kMust, Verdict::kHarnessError)})).empty());
}

TEST_CASE("a run that judged fewer cases than required has a problem", "[judge]") {
  const auto run =
      run_of({result_of("a", Level::kInfo, Verdict::kPassed), result_of("b", Level::kMust, Verdict::kSkipped)});
  CHECK(problem_of({1}, run).empty());
  CHECK(problem_of({2}, run) ==
        "too few judged: 1 case judged, and --min-judged requires 2; 1 case: the client does not declare tls");
}
