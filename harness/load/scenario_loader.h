// Scenario loader: the text of scenario files -> model::Scenario, with every mistake of every file found in one pass.
// It reads no disk (sources.h does), starts nothing and keeps nothing: the same sources give the same scenario.
#pragma once

#include <optional>
#include <span>

#include "base/diagnostic.h"
#include "load/document.h"
#include "model/scenario.h"

namespace jobrig::load {

/// One file by itself. Nothing when there was a mistake; `diagnostics` then says which.
/// `when_unstated` is the edition of a scenario that states no `contract`.
std::optional<model::Scenario> load_scenario(const Source& source, base::Diagnostics& diagnostics,
                                             model::Edition when_unstated = model::Edition::kOriginal);
std::optional<model::Scenario> load_scenario(const Document& document, base::Diagnostics& diagnostics,
                                             model::Edition when_unstated = model::Edition::kOriginal);

/// Several files as one scenario: things and rules in the order given. What is stated once for the whole file
/// (contract, seed, clock, timestamps, terminal-executions) holds for all of them and is refused when two files state
/// it differently; so is a thing or a rule's name that two files share. Needs at least one source.
std::optional<model::Scenario> load_scenarios(std::span<const Source> sources, base::Diagnostics& diagnostics,
                                              model::Edition when_unstated = model::Edition::kOriginal);

}  // namespace jobrig::load
