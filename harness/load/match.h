// Match: `when:` -> model::Match. It matches nothing: plan/ does.
#pragma once

#include <optional>

#include "base/fields.h"
#include "base/node.h"
#include "load/context.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Reads what it can; what could never match (a name that the contract forbids, an empty window) is a mistake.
model::Match read_match(const base::Node& node, const Context& context);

/// `during: 20s..45s` or `20s..` of any map.
std::optional<model::Window> read_window(base::Fields& fields);

}  // namespace jobrig::load
