// Scenario difference: what changes when a scenario replaces another one and executions, counters and time stay. It
// does not replace the scenario.
#pragma once

#include <string>
#include <vector>

#include "hosting/sandbox.h"

namespace jobrig::hosting {

/// Names, in the order of their scenario.
struct NamesThatDiffer {
  std::vector<std::string> added{};
  std::vector<std::string> changed{};
  std::vector<std::string> removed{};
};

struct ScenarioDifference {
  plan::Planner::Kept kept{};  // for each rule of the new scenario: see plan::Planner; rules are known by their names
  NamesThatDiffer rules{};
  NamesThatDiffer things{};             // names and ranges
  NamesThatDiffer executions{};         // `thing/job/number`, of things that are in both scenarios
  std::vector<std::string> settings{};  // keys that differ and apply at once
  std::vector<std::string> at_reset{};  // keys that differ and apply from the next reset on
};

/// Rules and settings are compared as the files have them, except comments and order of keys; things as they are
/// loaded, with the documents in other files. `summary` does not count. Rules that were added or replaced while serving
/// are others than those of the files.
ScenarioDifference scenario_difference(const Generation& now, const LoadedScenario& next);

}  // namespace jobrig::hosting
