// Throttle: reads `throttle:` of a rule into model::Throttle. It does not count requests (plan/ does).
#pragma once

#include <optional>

#include "base/fields.h"
#include "base/node.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Reads `by`: thing, job or server.
std::optional<model::By> read_by(base::Fields& fields);

/// `{rate: 10/s, burst: 20, concurrent: 2, by: thing|job|server, retry-after: truthful|none|5s}`; `rate` or
/// `concurrent` is required.
std::optional<model::Throttle> read_throttle(const base::Node& node, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
