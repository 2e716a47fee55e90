#include "judge/coverage.h"

#include <map>
#include <string>
#include <utility>

#include "judge/settings.h"
#include "model/must_coverage.h"

namespace jobrig::judge {
namespace {

/// `2 skipped (the client does not declare tls)`: the most frequent reason, because there can be many.
std::string why_not_judged(const model::RunResult& run) {
  std::map<std::string, std::size_t> reasons;
  for (const model::CaseResult& result : run.results) {
    if (result.verdict == model::Verdict::kSkipped) {
      ++reasons[result.reason];
    }
  }
  std::pair<std::string, std::size_t> most;
  for (const auto& [reason, count] : reasons) {
    if (count > most.second) {
      most = {reason, count};
    }
  }
  return most.second == 0 ? "" : "; " + count_in_words(most.second, "case") + ": " + most.first;
}

std::size_t errors_of(const model::RunResult& run) {
  std::size_t count = 0;
  for (const model::CaseResult& result : run.results) {
    count += result.verdict == model::Verdict::kHarnessError ? 1 : 0;
  }
  return count;
}

}  // namespace

void add_coverage_problems(const CoverageOptions& options, model::RunResult& run) {
  const std::size_t judged = model::judged_cases(run);
  // A run of harness errors says itself that it judged nothing.
  if (run.interrupted || run.results.empty() || errors_of(run) == run.results.size()) {
    return;
  }
  if (judged == 0 && !options.part) {
    run.problems.push_back({"nothing judged", run.client.name, "no case was judged" + why_not_judged(run)});
  } else if (judged < options.min_judged) {
    run.problems.push_back({"too few judged", run.client.name,
                            count_in_words(judged, "case") + " judged, and --min-judged requires " +
                                std::to_string(options.min_judged) + why_not_judged(run)});
  }
}

}  // namespace jobrig::judge
