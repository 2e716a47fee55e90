// Window: a span of the scenario's time since its start, as several keys have one.
#pragma once

#include <optional>

#include "base/fields.h"
#include "model/scenario.h"

namespace jobrig::conditions {

/// `during: 20s..45s` or `20s..` of any map.
std::optional<model::Window> read_window(base::Fields& fields);

}  // namespace jobrig::conditions
