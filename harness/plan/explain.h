// Explain: what a planner would say to the n-th of equal calls, and why the rules before the one that answers did
// not. It prints nothing and renders no bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/responder.h"
#include "plan/near_misses.h"
#include "plan/planner.h"

namespace jobrig::plan {

struct Explanation {
  model::Plan plan;                 // of the call that was asked for
  std::size_t answers = 0;          // how many answers the rule has; 0: none, or no rule answers
  std::vector<RuleVerdict> misses;  // of the rules before the one that answers, the nearest first
};

/// The most misses that an explanation tells.
constexpr std::size_t kMaxMisses = 5;

/// Makes the same call `count` times and explains the last of them. The planner's counters and the
/// world move on as they would for real calls.
Explanation explain(Planner& planner, const model::Call& call, std::uint64_t count);

}  // namespace jobrig::plan
