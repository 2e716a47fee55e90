// Near misses: the reasons why a rule did or did not match a request, in words. For diagnostics only: the hot path
// decides without words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/scenario.h"
#include "plan/rule_table.h"

namespace jobrig::plan {

/// The result of matching a rule against a request.
struct RuleVerdict {
  const model::Rule* rule = nullptr;
  bool matches = false;              // all conditions hold and the rule is not used up
  std::vector<std::string> reasons;  // why not: one per condition, in the documented order of `when:`
};

/// Lists every condition of the rule that does not hold. `used_up` comes from the cursor. `number`
/// (from 1) counts the requests for which the conditions hold.
RuleVerdict weigh_rule(const model::Rule& rule, const conditions::Circumstances& circumstances, bool used_up,
                       std::uint64_t number);

/// The `most` verdicts that do not match and have the fewest reasons, nearest first; equals in the scenario's order.
std::vector<RuleVerdict> nearest_misses(const std::vector<RuleVerdict>& verdicts, std::size_t most);

}  // namespace jobrig::plan
