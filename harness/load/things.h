// Things: the map of things, their jobs and executions -> model::Thing, and the rule that no name is given twice. It
// knows no rules and no requests.
#pragma once

#include <span>
#include <vector>

#include "base/node.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Reads `things:` of one file. Things whose name is wrong are reported and left out.
std::vector<model::Thing> read_things(const base::Node& node, const Context& context);

/// Reports every thing whose name (or one of whose names) an earlier one has.
void refuse_things_named_twice(std::span<const model::Thing> things, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
