// Things: reads the map of things with their jobs and executions into model::Thing, and checks that names are unique.
// It does not read rules and does not know requests.
#pragma once

#include <span>
#include <vector>

#include "base/node.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Reads `things:` of one file. Things with an invalid name are reported and skipped.
std::vector<model::Thing> read_things(const base::Node& node, const Context& context);

/// Reports every thing that shares a name with an earlier one.
void refuse_things_named_twice(std::span<const model::Thing> things, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
