// Verify answers: checks every response that a scenario can produce against the contract before serving. It finds bugs
// in jobrig as well as mistakes of the scenario's author. It sends nothing.
#pragma once

#include "base/diagnostic.h"
#include "model/scenario.h"

namespace jobrig::plan {

/// Reports each answer that breaks the contract without `off-contract: true`, with its position: every execution at
/// each of its steps, with and without its document; every error; every `reply:`. For a fleet it checks only the last
/// (longest) name. Takes about 10 us per response. Checks at most 2000 calls for executions, in the order written.
void verify_answers(const model::Scenario& scenario, base::Diagnostics& diagnostics);

}  // namespace jobrig::plan
