// Experiment files: loads an experiment and the scenario that it names, and checks that the scenario has its rules.
#pragma once

#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "experiment/experiment.h"
#include "load/document.h"
#include "report/diagnostics_text.h"

namespace jobrig::conform {

/// Returns nothing after a mistake, which is in `diagnostics`.
std::optional<experiment::Experiment> load_experiment(const load::Document& document, base::Diagnostics& diagnostics);
/// `word` is a file or the name of a built-in experiment.
std::optional<experiment::Experiment> load_experiment(const std::string& word, base::Diagnostics& diagnostics,
                                                      report::SourceTexts& texts);

}  // namespace jobrig::conform
