// Near misses: why a rule did or did not answer a request, in words. For people who look for their mistake; the hot
// path decides without words.
#pragma once

#include <string>
#include <vector>

#include "model/scenario.h"
#include "plan/rule_table.h"

namespace jobrig::plan {

/// What a rule says to a request.
struct RuleVerdict {
  const model::Rule* rule = nullptr;
  bool matches = false;              // all its conditions hold and it is not used up
  std::vector<std::string> reasons;  // why not, one a condition, in the order that `when:` is documented
};

/// Every condition of the rule that does not hold. `used_up` is the cursor's word.
RuleVerdict weigh_rule(const model::Rule& rule, const conditions::Circumstances& circumstances, bool used_up);

/// Of those that don't match, the `most` with the fewest reasons, nearest first, in the scenario's order among equals.
std::vector<RuleVerdict> nearest_misses(const std::vector<RuleVerdict>& verdicts, std::size_t most);

}  // namespace jobrig::plan
