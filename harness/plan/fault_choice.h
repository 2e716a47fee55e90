// Fault choice: which faults of a list strike a request. It applies none.
#pragma once

#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "model/fault.h"

namespace jobrig::plan {

/// The fault's chance at that virtual time since the clock's start.
double chance_at(const model::FaultUse& use, base::Duration elapsed);

/// Appends the faults of one list that strike at `moment`, in order. Those without a chance (or with 100%) always do;
/// one roll decides among the others, each of which has its slice of [0,1), so that at most one of them strikes, and
/// the same roll gives the same one whichever moment is asked about. Takes one draw when there is a chance in the list,
/// none otherwise.
void choose_faults(const std::vector<model::FaultUse>& uses, base::Random& random,
                   std::vector<const model::Fault*>& struck, base::Duration elapsed = base::Duration(0),
                   model::Moment moment = model::Moment::kAnswer);

/// Whether a fault of the list strikes at that moment at all.
bool has_moment(const std::vector<model::FaultUse>& uses, model::Moment moment);

/// Puts them in the order in which they apply: by phase, as they were within one.
void order_by_phase(std::vector<const model::Fault*>& struck);

}  // namespace jobrig::plan
