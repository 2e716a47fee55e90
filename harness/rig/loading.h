// Loading: finds and loads the scenario that a test names. It adds nothing to what load/ accepts.
#pragma once

#include <memory>
#include <string_view>

#include "hosting/scenario_files.h"
#include "jobrig/rig.h"

namespace jobrig::rig {

/// Throws ScenarioError with all mistakes. `contract`: the edition of scenarios that state none.
std::shared_ptr<const hosting::LoadedScenario> load(const Scenario& scenario, std::string_view contract);

}  // namespace jobrig::rig
