// Fault uses: reads `faults:` into model::FaultUse. It does not read the settings of a fault; each file of faults/
// reads its own.
#pragma once

#include <optional>
#include <vector>

#include "base/node.h"
#include "load/context.h"
#include "model/fault.h"

namespace jobrig::load {

/// Reads a list of faults. Each entry is a bare name, or a map with the name, its settings, and an optional `chance`.
std::vector<model::FaultUse> read_fault_uses(const base::Node& node, base::Diagnostics& diagnostics);
/// Reads one entry of such a list.
std::optional<model::FaultUse> read_fault_use(const base::Node& node, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
