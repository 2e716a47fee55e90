// Details: reads a map from text to text into statusDetails. It does not read other maps.
#pragma once

#include "base/node.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Checks keys and values against the rules of the contract, unless `off_contract`.
model::Details read_details(const base::Node& node, bool off_contract, const Context& context);

}  // namespace jobrig::load
