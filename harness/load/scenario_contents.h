// Scenario contents: reads the parts of a scenario from a tree, for scenarios and for conformance cases, which are
// scenarios with additional keys. It does not parse text and does not report unknown keys.
#pragma once

#include <string>

#include "base/diagnostic.h"
#include "base/fields.h"
#include "base/node.h"
#include "load/document.h"
#include "load/settings.h"
#include "model/scenario.h"

namespace jobrig::load {

/// `summary:`, which must be a single line; empty if absent.
std::string read_summary(base::Fields& fields);

/// Copies the settings into the scenario. `when_unstated` is the default edition.
void apply_settings(const Settings& settings, model::Edition when_unstated, model::Scenario& scenario);

/// Appends one rule to those of a loaded scenario. It cannot read files.
void append_rule(const base::Node& rule, model::Scenario& scenario, base::Diagnostics& diagnostics);

/// Replaces answers and faults of the first rule, likewise: see change_rule() in rules.h.
void change_first_rule(const base::Node& change, model::Scenario& scenario, base::Diagnostics& diagnostics);

/// Appends the things of a map, likewise. Names are not compared with those of the scenario.
void append_things(const base::Node& things, model::Scenario& scenario, base::Diagnostics& diagnostics);

/// Appends `things:` and `rules:` to those of the scenario. Call apply_settings() first.
void append_contents(const base::Node& root, const ReadBeside& read_beside, const Settings& settings,
                     model::Scenario& scenario, base::Diagnostics& diagnostics);

}  // namespace jobrig::load
