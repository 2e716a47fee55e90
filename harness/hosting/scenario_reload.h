// Scenario reload: reloads the scenario of a server from its files. The new scenario replaces the served one unless it
// has errors. The outcome is printed to the terminal and recorded in the journal. It does not watch files
// (scenario_watch.h does).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hosting/sandboxes.h"
#include "hosting/scenario_files.h"
#include "hosting/terminal.h"
#include "journal/file.h"

namespace jobrig::hosting {

struct ReloadedFrom {
  const std::vector<std::string>& words;  // as on the command line
  const std::string& contract;
  bool over_tls;
  bool resets = false;                      // false: executions, counters, time and journal stay
  journal::JournalFile* journal = nullptr;  // null: there is none
};

/// Returns the scenario that is served now; null if the old one is still served.
std::shared_ptr<const LoadedScenario> reload_scenario(const ReloadedFrom& from, Sandboxes& sandboxes,
                                                      Terminal& terminal);

}  // namespace jobrig::hosting
