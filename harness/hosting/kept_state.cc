#include "hosting/kept_state.h"

#include <utility>
#include <vector>

namespace jobrig::hosting {
namespace {

void append(std::string& text, std::string_view separator, std::string_view more) {
  text += text.empty() ? "" : separator;
  text += more;
}

std::string counts_text(const char* what, const NamesThatDiffer& names) {
  std::string counts;
  for (const auto& [list, verb] :
       {std::pair{&names.added, " added"}, {&names.changed, " changed"}, {&names.removed, " removed"}}) {
    if (!list->empty()) {
      append(counts, ", ", std::to_string(list->size()) + verb);
    }
  }
  return counts.empty() ? "" : what + (": " + counts);
}

std::string keys_text(const std::vector<std::string>& keys) {
  std::string text;
  for (const std::string& key : keys) {
    append(text, ", ", key);
  }
  return text;
}

}  // namespace

NoRoomForThings::NoRoomForThings()
    : std::runtime_error(
          "jobrig has no room for the executions of the new scenario in the things that are in use; "
          "without keeping the state, everything is reset") {}

KeptState prepare_keeping_state(Sandbox& sandbox, const std::shared_ptr<const LoadedScenario>& scenario) {
  ScenarioDifference difference;
  Sandbox::Next next = sandbox.prepare_change([&](const Generation& now) {
    difference = scenario_difference(now, *scenario);
    const std::shared_ptr<const model::Scenario> served(scenario, &scenario->scenario);
    Change change{scenario, served, {}, difference.kept, {}, now.world.prepare(served, now.virtual_clock.now())};
    if (change.things == nullptr) {
      throw NoRoomForThings();
    }
    for (const auto* const names : {&difference.rules.added, &difference.rules.removed}) {
      change.replaced.insert(change.replaced.end(), names->begin(), names->end());
    }
    return change;
  });
  return {std::move(difference), std::move(next)};
}

std::string replaced_text(const ScenarioDifference& difference, const state::ReplacedExecutions& executions) {
  std::string text;
  for (const std::string& part : {counts_text("rules", difference.rules), counts_text("things", difference.things),
                                  counts_text("executions", difference.executions)}) {
    if (!part.empty()) {
      append(text, "; ", part);
    }
  }
  if (!difference.settings.empty()) {
    append(text, "; ", "settings: " + keys_text(difference.settings));
  }
  if (!difference.at_reset.empty()) {
    append(text, "; ", "from the next reset on: " + keys_text(difference.at_reset));
  }
  if (executions.unfinished > 0) {
    append(text, "; ", "begun, so they go on as before: " + std::to_string(executions.unfinished));
  }
  return text;
}

}  // namespace jobrig::hosting
