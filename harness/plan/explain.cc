#include "plan/explain.h"

#include <algorithm>

namespace jobrig::plan {

Explanation explain(Planner& planner, const model::Request& request, std::uint64_t call) {
  for (std::uint64_t before = 1; before < call; ++before) {
    planner.plan(request);
  }
  std::vector<RuleVerdict> verdicts = planner.weigh(request);
  const auto answering =
      std::find_if(verdicts.begin(), verdicts.end(), [](const RuleVerdict& verdict) { return verdict.matches; });
  Explanation explanation;
  explanation.plan = planner.plan(request);
  explanation.answers = answering == verdicts.end() ? 0 : answering->rule->answers.size();
  verdicts.erase(answering, verdicts.end());
  explanation.misses = nearest_misses(verdicts, kMaxMisses);
  return explanation;
}

}  // namespace jobrig::plan
