// Throttle: `throttle:` of a rule -> model::Throttle.
#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "base/node.h"
#include "model/scenario.h"

namespace jobrig::load {

/// `{rate: 10/s, burst: 20, by: thing|job|server, retry-after: truthful|none|5s}`; only the rate must be there.
std::optional<model::Throttle> read_throttle(const base::Node& node, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
