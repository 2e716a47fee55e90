// Throttle: reads `throttle:` of a rule into model::Throttle. It does not count requests (plan/ does).
#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "base/node.h"
#include "model/scenario.h"

namespace jobrig::load {

/// `{rate: 10/s, burst: 20, by: thing|job|server, retry-after: truthful|none|5s}`; only `rate` is required.
std::optional<model::Throttle> read_throttle(const base::Node& node, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
