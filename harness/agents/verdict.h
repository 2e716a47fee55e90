// Agent verdict: the result of one life cycle from what was watched. It reads no clock.
#pragma once

#include "agents/life_cycle_run.h"
#include "life_cycles/life_cycle.h"
#include "model/verdict.h"

namespace jobrig::agents {

/// The first that applies:
///   harness error    the life cycle could not be run, or jobrig failed while it served it
///   not called       no agent sent a request to the Jobs service
///   failed           a check failed
///   timed out        the course or an execution was not over at the limit
///   passed
/// The requirement is that of the first failed check, else that of the first check.
model::CaseResult judge_life_cycle(const life_cycles::LifeCycle& cycle, Watched&& watched);

}  // namespace jobrig::agents
