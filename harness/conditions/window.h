// Window: reads a time span in virtual time since the clock's start, which several keys use. It does not read the
// clock.
#pragma once

#include <optional>

#include "base/fields.h"
#include "model/scenario.h"

namespace jobrig::conditions {

/// Reads `during: 20s..45s` or `20s..` from a map.
std::optional<model::Window> read_window(base::Fields& fields);

}  // namespace jobrig::conditions
