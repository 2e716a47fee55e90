// Fault uses: `faults:` -> model::FaultUse. The settings of each kind are read by its own file in faults/.
#pragma once

#include <optional>
#include <vector>

#include "base/node.h"
#include "load/context.h"
#include "model/fault.h"

namespace jobrig::load {

/// A list of faults, each a map of its name to its settings with `chance` beside it, or its bare name.
std::vector<model::FaultUse> read_fault_uses(const base::Node& node, base::Diagnostics& diagnostics);
/// One entry of such a list.
std::optional<model::FaultUse> read_fault_use(const base::Node& node, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
