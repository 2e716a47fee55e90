#include "plan/near_misses.h"

#include <algorithm>

#include "conditions/catalogue.h"

namespace jobrig::plan {
RuleVerdict weigh_rule(const model::Rule& rule, const conditions::Circumstances& circumstances, bool used_up,
                       std::uint64_t number) {
  RuleVerdict verdict{&rule, false, conditions::reasons_against(rule.when, circumstances)};
  if (is_for_connections_only(rule)) {
    verdict.reasons.emplace_back("its faults apply to connections at accept, not to requests");
  }
  if (used_up) {
    verdict.reasons.emplace_back("its answers are used up for this thing and job");
  }
  if (const auto every = static_cast<std::uint64_t>(rule.every); verdict.reasons.empty() && number % every != 0) {
    verdict.reasons.push_back("it applies to one of " + std::to_string(every) + " requests, and this is request " +
                              std::to_string(number));
  }
  verdict.matches = verdict.reasons.empty();
  return verdict;
}

std::vector<RuleVerdict> nearest_misses(const std::vector<RuleVerdict>& verdicts, std::size_t most) {
  std::vector<RuleVerdict> misses;
  std::copy_if(verdicts.begin(), verdicts.end(), std::back_inserter(misses),
               [](const RuleVerdict& verdict) { return !verdict.matches; });
  std::stable_sort(misses.begin(), misses.end(),
                   [](const RuleVerdict& a, const RuleVerdict& b) { return a.reasons.size() < b.reasons.size(); });
  misses.resize(std::min(misses.size(), most));
  return misses;
}

}  // namespace jobrig::plan
