// Explain states: why the executions that a call may concern are in their states: the step, the timeout or the device
// that changed them, and what they wait for. It changes nothing.
#pragma once

#include <string>
#include <vector>

#include "model/call.h"
#include "state/world.h"

namespace jobrig::hosting {

/// One sentence for each execution of the job of the call (of all jobs, if it names none or `$next`) that is not as in
/// the scenario.
std::vector<std::string> explain_states(state::World& world, const model::Call& call);

}  // namespace jobrig::hosting
