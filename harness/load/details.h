// Details: a map of text to text -> statusDetails.
#pragma once

#include "base/node.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// The contract's rules for keys and values are applied unless `off_contract`.
model::Details read_details(const base::Node& node, bool off_contract, const Context& context);

}  // namespace jobrig::load
