#include "plan/explain.h"

#include <algorithm>

namespace jobrig::plan {

Explanation explain(Planner& planner, const model::Call& call, std::uint64_t count) {
  for (std::uint64_t before = 1; before < count; ++before) {
    planner.plan(call);
  }
  std::vector<RuleVerdict> verdicts = planner.weigh(call);
  const auto answering =
      std::find_if(verdicts.begin(), verdicts.end(), [](const RuleVerdict& verdict) { return verdict.matches; });
  Explanation explanation;
  explanation.plan = planner.plan(call);
  explanation.answers = answering == verdicts.end() ? 0 : answering->rule->answers.size();
  verdicts.erase(answering, verdicts.end());
  explanation.misses = nearest_misses(verdicts, kMaxMisses);
  return explanation;
}

}  // namespace jobrig::plan
