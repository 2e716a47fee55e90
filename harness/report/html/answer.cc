#include "report/html/answer.h"

#include <algorithm>

#include "model/must_coverage.h"
#include "report/groups.h"
#include "report/tally.h"

namespace jobrig::report::html {
namespace {

std::string count_of(std::size_t count, const std::string& singular, const std::string& plural) {
  return std::to_string(count) + " " + (count == 1 ? singular : plural);
}

/// What is bad, most important first: `fails 5 of 120 judged MUST cases`.
std::string fault_of(const model::RunResult& run) {
  std::size_t must = 0;
  std::size_t other = 0;
  std::size_t not_run = 0;
  for (const ResultGroup& group : failure_groups(run)) {
    for (const model::CaseResult* result : group.results) {
      const bool error = result->verdict == model::Verdict::kHarnessError;
      ++(error ? not_run : result->level == model::Level::kMust ? must : other);
    }
  }
  if (must > 0) {
    return "fails " + std::to_string(must) + " of " +
           count_of(model::must_coverage(run).judged, "judged MUST case", "judged MUST cases");
  }
  if (other > 0) {
    return "fails " + count_of(other, "case", "cases");
  }
  if (not_run > 0) {
    return "was not judged in " + count_of(not_run, "case", "cases") + " that jobrig could not run";
  }
  return "has " + count_of(run.problems.size(), "problem", "problems") + " in the run";
}

std::string passed_of(const model::RunResult& run) {
  const model::MustCoverage must = model::must_coverage(run);
  if (must.judged == 0) {
    return count_of(model::judged_cases(run), "case", "cases") + ", none of them a MUST";
  }
  if (must.judged == 1 && must.passed == 1) {
    return "the only judged MUST case";
  }
  return (must.passed == must.judged ? "all " : std::to_string(must.passed) + " of ") +
         count_of(must.judged, "judged MUST case", "judged MUST cases");
}

/// What is known to fail, what a SHOULD asks for, what was not judged.
std::string limits_of(const model::RunResult& run) {
  std::size_t known = 0;
  for (const ResultGroup& group : known_groups(run)) {
    known += group.results.size();
  }
  const Tally tally = tally_of(run);
  std::string text = known == 0 ? "" : " " + count_of(known, "known failure is", "known failures are") + " excused.";
  if (const std::size_t skipped = tally.of(model::Verdict::kSkipped); skipped > 0) {
    text += " " + count_of(skipped, "case was", "cases were") + " not judged.";
  }
  return text;
}

}  // namespace

bool is_good(const model::RunResult& run) { return !run.interrupted && is_green(run) && model::judged_cases(run) > 0; }

std::string answer(const model::RunResult& run) {
  const std::string client = client_title(run.client);
  if (run.interrupted) {
    return "No answer: the run of " + client + " was interrupted after " +
           count_of(run.results.size(), "case", "cases") + ".";
  }
  if (model::judged_cases(run) == 0) {
    return "No answer: no case judged " + client + ".";
  }
  if (!is_good(run)) {
    return "Not good: " + client + " " + fault_of(run) + "." + limits_of(run);
  }
  return "Good: " + client + " passes " + passed_of(run) + "." + limits_of(run);
}

std::string answer(std::span<const model::RunResult> runs) {
  if (runs.size() == 1) {
    return answer(runs.front());
  }
  const auto good = static_cast<std::size_t>(std::count_if(runs.begin(), runs.end(), is_good));
  if (good == runs.size()) {
    return runs.empty() ? "No answer: the page has no runs." : "Good: all " + std::to_string(good) + " runs pass.";
  }
  return "Not good: " + std::to_string(runs.size() - good) + " of " + std::to_string(runs.size()) + " runs " +
         (runs.size() - good == 1 ? "does" : "do") + " not pass.";
}

}  // namespace jobrig::report::html
