#include "hosting/scenario_reload.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include "hosting/kept_state.h"
#include "hosting/scenario_replacement.h"

namespace jobrig::hosting {
namespace {

/// The files whose texts differ from those of `before`. Empty if only a file beside them has changed.
std::string changed_files(const LoadedScenario& before, const LoadedScenario& after) {
  std::string names;
  for (const LoadedScenario::File& file : after.files) {
    const bool is_same = std::any_of(before.files.begin(), before.files.end(), [&file](const auto& one) {
      return one.path == file.path && one.text == file.text;
    });
    if (!is_same) {
      names += (names.empty() ? "" : ", ") + file.path;
    }
  }
  return names;
}

/// Replaces the scenario and returns what was done, for the journal.
std::string replace(Sandbox& sandbox, const std::shared_ptr<const LoadedScenario>& scenario, bool resets) {
  if (resets) {
    sandbox.replace(scenario);
    return "replaced the scenario and reset the state";
  }
  KeptState kept = prepare_keeping_state(sandbox, scenario);
  const state::ReplacedExecutions executions = kept.next.begin_with_things();
  const std::string what = replaced_text(kept.difference, executions);
  return "replaced the scenario and kept the state" + (what.empty() ? "" : " (" + what + ")");
}

}  // namespace

std::shared_ptr<const LoadedScenario> reload_scenario(const ReloadedFrom& from, Sandboxes& sandboxes,
                                                      Terminal& terminal) {
  std::ostringstream mistakes;
  auto loaded = load_for_command(from.words, from.contract, mistakes);
  const std::shared_ptr<Generation> before = sandboxes.main()->generation();
  std::string problem;
  if (!loaded) {
    problem = mistakes.str();
  } else if (auto sentence = cannot_replace(*before->scenario, loaded->scenario, from.over_tls)) {
    problem = "jobrig: " + *std::move(sentence) + "\n";
  }
  std::shared_ptr<const LoadedScenario> scenario;
  std::string what;
  if (problem.empty()) {
    scenario = std::make_shared<const LoadedScenario>(*std::move(loaded));
    try {
      what = replace(*sandboxes.main(), scenario, from.resets);
    } catch (const NoRoomForThings& no_room) {
      problem = std::string("jobrig: ") + no_room.what() + "\n";
    }
  }
  if (!problem.empty()) {
    terminal.write(problem + "jobrig: the scenario files have changed; keeping the old scenario");
    return nullptr;
  }
  sandboxes.scenario_changed();
  journal::AuditRecord record;
  const std::string files = changed_files(*before->source, *scenario);
  record.who = files.empty() ? "--watch" : "--watch: " + files;
  record.what = what;
  sandboxes.main()->record_change(std::move(record), from.journal);
  terminal.write("jobrig: " + what + "\njobrig: the scenario files have changed; scenario reloaded");
  return scenario;
}

}  // namespace jobrig::hosting
