// Explain: the response that a planner gives to the last of `count` equal calls, and the reasons why earlier rules did
// not match. It prints nothing and renders no bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/responder.h"
#include "plan/near_misses.h"
#include "plan/planner.h"

namespace jobrig::plan {

struct Explanation {
  model::Plan plan;                 // for the explained call
  std::size_t answers = 0;          // number of answers of the rule; 0: no answers or no rule
  std::vector<RuleVerdict> misses;  // earlier rules that did not match, nearest first
  /// The connection ends before the response; `plan` then has only the decision.
  std::optional<model::EarlyEnd> early_end = {};
};

/// The maximum number of misses in an explanation.
constexpr std::size_t kMaxMisses = 5;

/// Makes the same call `count` times and explains the last one. The planner's counters and the world advance as for
/// real calls.
Explanation explain(Planner& planner, const model::Call& call, std::uint64_t count);

}  // namespace jobrig::plan
