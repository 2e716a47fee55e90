#include "model/must_coverage.h"

#include <algorithm>
#include <span>

namespace jobrig::model {
namespace {

bool was_judged(const CaseResult& result) {
  return result.verdict != Verdict::kSkipped && result.verdict != Verdict::kHarnessError;
}

bool fails(const CheckResult& check) { return check.judged && !check.finding.holds; }

bool fails_must(const CheckResult& check) { return fails(check) && check.level == Level::kMust; }

/// Whether something other than a check decided the verdict.
bool failed_before(const CaseResult& result) {
  return result.verdict == Verdict::kTimedOut || result.verdict == Verdict::kNotCalled ||
         (result.verdict == Verdict::kFailed && (result.record.crashed || !result.record.violations.empty() ||
                                                 std::none_of(result.checks.begin(), result.checks.end(), fails)));
}

bool must_was_judged(const CaseResult& result) {
  return was_judged(result) &&
         (failed_before(result) || std::any_of(result.checks.begin(), result.checks.end(), [](const auto& check) {
            return check.judged && check.level == Level::kMust;
          }));
}

bool must_failed(const CaseResult& result) {
  return was_judged(result) &&
         (failed_before(result) || std::any_of(result.checks.begin(), result.checks.end(), fails_must));
}

using Repeats = std::span<const CaseResult* const>;

std::vector<const CaseResult*> pointers_to(const RunResult& run) {
  std::vector<const CaseResult*> results;
  for (const CaseResult& result : run.results) {
    results.push_back(&result);
  }
  return results;
}

/// Calls `use` with the results of each case.
template <typename Use>
void for_each_case(Repeats results, const Use& use) {
  for (auto first = results.begin(); first != results.end();) {
    const auto end = std::find_if(first, results.end(), [&](const auto* one) { return one->name != (*first)->name; });
    use(Repeats(first, end));
    first = end;
  }
}

template <typename Test>
bool any_of(Repeats repeats, const Test& test) {
  return std::any_of(repeats.begin(), repeats.end(), [&](const auto* one) { return test(*one); });
}

}  // namespace

MustCoverage must_coverage(Repeats results) {
  MustCoverage coverage;
  for_each_case(results, [&](Repeats repeats) {
    if (repeats.front()->level != Level::kMust) {
      return;
    }
    if (any_of(repeats, must_was_judged)) {
      ++coverage.judged;
      ++(any_of(repeats, must_failed) ? coverage.failed : coverage.passed);
    } else if (!any_of(repeats, is_of_other_transport)) {
      coverage.not_judged.push_back(repeats.front()->name);
    }
  });
  return coverage;
}

MustCoverage must_coverage(const RunResult& run) { return must_coverage(pointers_to(run)); }

bool is_of_other_transport(const CaseResult& result) {
  return std::any_of(result.missing.begin(), result.missing.end(),
                     [](const std::string& feature) { return feature == "mqtt" || feature == "http"; });
}

std::size_t judged_cases(const RunResult& run) {
  std::size_t count = 0;
  for_each_case(pointers_to(run), [&](Repeats repeats) { count += any_of(repeats, was_judged) ? 1 : 0; });
  return count;
}

}  // namespace jobrig::model
