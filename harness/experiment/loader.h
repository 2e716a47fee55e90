// Experiment loader: reads the tree of an experiment file into an Experiment and reports all mistakes in one pass. It
// reads no files and asks no mock.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/node.h"
#include "experiment/experiment.h"

namespace jobrig::experiment {

/// `name` is the name of the source, for random numbers and reports. Returns nothing after a mistake, which is in
/// `diagnostics`.
std::optional<Experiment> load_experiment(const std::string& name, const base::Node& root,
                                          base::Diagnostics& diagnostics);

/// Reports each rule of a stage that is not among `rules`, those of the scenario that the experiment names.
void check_rules(const Experiment& experiment, const std::vector<std::string_view>& rules,
                 base::Diagnostics& diagnostics);

}  // namespace jobrig::experiment
