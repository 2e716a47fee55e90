// Fault choice: selects the faults of a list that apply to a request. It applies none.
#pragma once

#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "model/fault.h"
#include "model/scenario.h"

namespace jobrig::plan {

/// The chance of the fault at this virtual time since the clock's start.
double chance_at(const model::FaultUse& use, base::Duration elapsed);

/// Appends the faults of one list that apply at `moment`, in order. Faults without a chance (or with 100%) always
/// apply. One random number selects among the others: each has its slice of [0,1), and at most one applies. The same
/// number selects the same fault at every moment. Takes one draw when the list contains a chance, otherwise none.
void choose_faults(const std::vector<model::FaultUse>& uses, base::Random& random,
                   std::vector<const model::Fault*>& struck, base::Duration elapsed = base::Duration(0),
                   model::Moment moment = model::Moment::kAnswer);

/// Whether the list has a fault for this moment.
bool has_moment(const std::vector<model::FaultUse>& uses, model::Moment moment);

/// Removes the faults that have no meaning over the protocol.
void keep_applicable(std::vector<const model::Fault*>& struck, model::Protocol protocol);

/// Sorts the faults into the order in which they apply: by phase, stable within a phase.
void order_by_phase(std::vector<const model::Fault*>& struck);

/// Whether a fault of the rule needs the number of requests in flight.
bool looks_at_load(const model::Rule& rule);

/// Whether one of the faults stands for a response without an effect.
bool prevent_effect(const std::vector<const model::Fault*>& faults);

}  // namespace jobrig::plan
