#include "hosting/scenario_reload.h"

#include <optional>
#include <sstream>
#include <utility>

#include "hosting/scenario_replacement.h"

namespace jobrig::hosting {

std::shared_ptr<const LoadedScenario> reload_scenario(const ReloadedFrom& from, Sandboxes& sandboxes,
                                                      Terminal& terminal) {
  std::ostringstream mistakes;
  auto loaded = load_for_command(from.words, from.contract, mistakes);
  std::string problem;
  if (!loaded) {
    problem = mistakes.str();
  } else if (auto sentence =
                 cannot_replace(*sandboxes.main()->generation()->scenario, loaded->scenario, from.over_tls)) {
    problem = "jobrig: " + *std::move(sentence) + "\n";
  }
  if (!problem.empty()) {
    terminal.write(problem + "jobrig: the scenario files have changed; keeping the old scenario");
    return nullptr;
  }
  auto scenario = std::make_shared<const LoadedScenario>(*std::move(loaded));
  sandboxes.main()->replace(scenario);
  sandboxes.scenario_changed();
  terminal.write("jobrig: the scenario files have changed; scenario reloaded");
  return scenario;
}

}  // namespace jobrig::hosting
