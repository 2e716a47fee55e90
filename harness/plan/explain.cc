#include "plan/explain.h"

#include <algorithm>

namespace jobrig::plan {
namespace {

std::optional<model::EarlyEnd> end_at_head(Planner& planner, const model::Call& call) {
  return planner.looks_at_heads() ? planner.at_request_head(call) : std::nullopt;
}

}  // namespace

Explanation explain(Planner& planner, const model::Call& call, std::uint64_t count) {
  for (std::uint64_t before = 1; before < count; ++before) {
    if (!end_at_head(planner, call)) {
      planner.plan(call);
    }
  }
  std::vector<RuleVerdict> verdicts = planner.weigh(call);
  const auto answering =
      std::find_if(verdicts.begin(), verdicts.end(), [](const RuleVerdict& verdict) { return verdict.matches; });
  Explanation explanation;
  explanation.early_end = end_at_head(planner, call);
  if (explanation.early_end) {
    explanation.plan.decision = explanation.early_end->decision;
  } else {
    explanation.plan = planner.plan(call);
  }
  explanation.answers = answering == verdicts.end() ? 0 : answering->rule->answers.size();
  verdicts.erase(answering, verdicts.end());
  explanation.misses = nearest_misses(verdicts, kMaxMisses);
  return explanation;
}

}  // namespace jobrig::plan
