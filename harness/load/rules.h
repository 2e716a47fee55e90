// Rules: the list of rules -> model::Rule.
#pragma once

#include <vector>

#include "base/node.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Reads `rules:` of one file behind the rules that are there already, with whose names none may be shared.
void append_rules(const base::Node& node, std::vector<model::Rule>& rules, const Context& context);

}  // namespace jobrig::load
