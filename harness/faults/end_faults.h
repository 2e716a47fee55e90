// End faults: shared by cut, reset and other faults that end the response at a position. It declares no fault.
#pragma once

#include <string_view>

#include "faults/make_fault.h"

namespace jobrig::faults {

/// Reads `at`, also given as a scalar, with the default `fallback`, and makes the fault. `early` allows the positions
/// before the response.
FaultPointer make_end(Settings& settings, model::CloseAction close_action, std::string_view fallback, bool early);

}  // namespace jobrig::faults
