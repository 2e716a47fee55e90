// Rules: reads the list of rules into model::Rule. It does not match requests (plan/ does).
#pragma once

#include <vector>

#include "base/node.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Appends the `rules:` of one file. The name of each rule must be unique.
void append_rules(const base::Node& node, std::vector<model::Rule>& rules, const Context& context);

/// Replaces the answers and the faults of the rule by those in the map, which has one of the two or both.
void change_rule(const base::Node& node, model::Rule& rule, const Context& context);

}  // namespace jobrig::load
