// Scenario contents: the parts of a scenario that stand in one node, for the readers of a whole scenario and of a
// conformance case, which is a scenario with more keys. It reads no text and does not refuse unknown keys.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "base/fields.h"
#include "base/node.h"
#include "load/document.h"
#include "load/settings.h"
#include "model/scenario.h"

namespace jobrig::load {

/// `summary:`, which must be one line; empty when there is none.
std::string read_summary(base::Fields& fields);

/// Takes over what the settings state. `when_unstated` is the edition where they state none.
void apply_settings(const Settings& settings, model::Edition when_unstated, model::Scenario& scenario);

/// Reads `things:` and `rules:` behind those that the scenario has. The settings must have been applied.
void append_contents(const base::Node& root, const ReadBeside& read_beside, const Settings& settings,
                     model::Scenario& scenario, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
