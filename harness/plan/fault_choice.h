// Fault choice: which faults of a list strike a request. It applies none.
#pragma once

#include <vector>

#include "base/random.h"
#include "model/fault.h"

namespace jobrig::plan {

/// Appends the faults of one list that strike, in order. Those without a chance (or with 100%) always do; one roll
/// decides among the others, each of which has its slice of [0,1), so that at most one of them strikes. Takes one
/// draw when there is a chance in the list, none otherwise.
void choose_faults(const std::vector<model::FaultUse>& uses, base::Random& random,
                   std::vector<const model::Fault*>& struck);

/// Puts them in the order in which they apply: by phase, as they were within one.
void order_by_phase(std::vector<const model::Fault*>& struck);

}  // namespace jobrig::plan
