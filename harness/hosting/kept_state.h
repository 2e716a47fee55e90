// Kept state: another scenario for a sandbox whose executions, counters, time and journal go on. It does not check
// whether the server can serve the scenario (scenario_replacement.h does).
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "hosting/sandbox.h"
#include "hosting/scenario_difference.h"

namespace jobrig::hosting {

/// The next generation, to be begun with its things.
struct KeptState {
  ScenarioDifference difference;
  Sandbox::Next next;
};

/// The things that were created would have more executions than the state has room for.
class NoRoomForThings final : public std::runtime_error {
 public:
  NoRoomForThings();
};

/// Throws NoRoomForThings.
KeptState prepare_keeping_state(Sandbox& sandbox, const std::shared_ptr<const LoadedScenario>& scenario);

/// What was replaced, in one line: `rules: 1 added, 2 changed; things: 1 removed; …`. Empty if nothing was.
std::string replaced_text(const ScenarioDifference& difference, const state::ReplacedExecutions& executions);

}  // namespace jobrig::hosting
