// Verify answers: holds every answer that a scenario can give against the contract, before it is served. It sends
// nothing; what a builder of ours and what a scenario's author got wrong is found alike.
#pragma once

#include "base/diagnostic.h"
#include "model/scenario.h"

namespace jobrig::plan {

/// Reports, at its place, each answer that breaks the contract without `off-contract: true`: every execution at
/// each of its steps, with and without its document; every error; every `reply:`. A fleet is looked at once, by its
/// last (longest) name. Takes some 10 us an answer; of executions it asks 2000 times at most, in the order written.
void verify_answers(const model::Scenario& scenario, base::Diagnostics& diagnostics);

}  // namespace jobrig::plan
