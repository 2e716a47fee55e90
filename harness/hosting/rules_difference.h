// Rules difference: what changes when a scenario replaces another one and executions, counters and time stay. It does
// not replace the scenario.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "hosting/sandbox.h"

namespace jobrig::hosting {

/// Names of rules, in the order of their scenario.
struct RulesDifference {
  plan::Planner::Kept kept{};  // for each rule of the new scenario: see plan::Planner
  std::vector<std::string> added{};
  std::vector<std::string> changed{};
  std::vector<std::string> removed{};
};

/// Compares the texts of the files, except comments, order of keys and `summary`. Rules that were added or replaced
/// while serving count as others than those of the files. Returns a sentence instead if the scenarios differ in more
/// than their rules: then the executions cannot stay.
std::variant<RulesDifference, std::string> rules_difference(const Generation& now, const LoadedScenario& next);

}  // namespace jobrig::hosting
