// End faults: what cut, reset and their kin share: the answer ends at a position in a certain way. It is no fault
// itself.
#pragma once

#include <string_view>

#include "faults/make_fault.h"
#include "faults/position.h"
#include "faults/settings.h"

namespace jobrig::faults {

/// Reads `at` (also as a scalar behind the name; `otherwise` when absent) and makes the fault.
/// `early`: `accept` and `request-head` are positions too.
FaultPointer parse_end(const base::Node& settings, std::string_view name, model::CloseAction close_action,
                       Position::Anchor otherwise, bool early, base::Diagnostics& diagnostics);

}  // namespace jobrig::faults
