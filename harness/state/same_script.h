// Same script: whether two executions of scenarios are written alike: their initial state and their steps. Positions in
// files do not count. It knows no state while serving.
#pragma once

#include "model/scenario.h"

namespace jobrig::state {

[[nodiscard]] bool same_script(const model::Execution& a, const model::Execution& b);

}  // namespace jobrig::state
