// End faults: what cut, reset and their kin share: the response ends at a position, in a certain way. It is not a fault
// itself.
#pragma once

#include <string_view>

#include "faults/make_fault.h"

namespace jobrig::faults {

/// Reads `at` (also as a scalar; `fallback` when absent) and makes the fault.
/// `early`: `accept` and `request-head` are positions too.
FaultPointer make_end(Settings& settings, model::CloseAction close_action, std::string_view fallback, bool early);

}  // namespace jobrig::faults
