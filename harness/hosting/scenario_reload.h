// Scenario reload: loads the scenario of a server anew from its files and puts it in the place of the one that is
// served, unless it has a mistake. It tells what came of it on the terminal.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hosting/sandboxes.h"
#include "hosting/scenario_files.h"
#include "hosting/terminal.h"

namespace jobrig::hosting {

struct ReloadedFrom {
  const std::vector<std::string>& words;  // as on the command line
  const std::string& contract;
  bool over_tls;
};

/// What is served now; null when that is the old one.
std::shared_ptr<const LoadedScenario> reload_scenario(const ReloadedFrom& from, Sandboxes& sandboxes,
                                                      Terminal& terminal);

}  // namespace jobrig::hosting
