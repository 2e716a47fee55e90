// Scenario loader: loads scenario files into model::Scenario and reports all mistakes of all files in one pass. It
// reads no files from disk (sources.h does) and keeps no state: equal sources give equal scenarios.
#pragma once

#include <optional>
#include <span>

#include "base/diagnostic.h"
#include "load/document.h"
#include "model/scenario.h"

namespace jobrig::load {

/// Loads a single file. Returns nothing after a mistake, which is in `diagnostics`. `when_unstated` is the edition of a
/// scenario without `contract`.
std::optional<model::Scenario> load_scenario(const Source& source, base::Diagnostics& diagnostics,
                                             model::Edition when_unstated = model::Edition::kOriginal);
std::optional<model::Scenario> load_scenario(const Document& document, base::Diagnostics& diagnostics,
                                             model::Edition when_unstated = model::Edition::kOriginal);

/// Loads several files as one scenario, with things and rules in the given order. Settings of a whole file (contract,
/// seed, clock, timestamps, terminal-executions) apply to all files. It is a mistake if two files contradict each
/// other, or define the same thing or the same rule name. Requires at least one source.
std::optional<model::Scenario> load_scenarios(std::span<const Source> sources, base::Diagnostics& diagnostics,
                                              model::Edition when_unstated = model::Edition::kOriginal);

}  // namespace jobrig::load
