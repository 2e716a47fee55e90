#include "admin/rule_calls.h"

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "admin/audit.h"
#include "admin/part.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "base/units.h"
#include "hosting/scenario_replacement.h"

namespace jobrig::admin {

std::map<std::string_view, std::uint64_t> answered_by(const hosting::Uses& uses) {
  std::map<std::string_view, std::uint64_t> counts;
  for (const auto& [use, count] : uses) {
    counts[use.first] += count;
  }
  return counts;
}

nlohmann::ordered_json rule_json(const hosting::Generation& generation, std::size_t index, std::uint64_t answered) {
  const std::string& name = generation.scenario->rules[index].name;
  const plan::RuleSwitch state = generation.planner.switches().at(index, generation.virtual_clock.now());
  nlohmann::ordered_json json{{"name", name}, {"position", index + 1}, {"enabled", state.enabled}};
  if (state.until) {
    json["until"] = base::format_instant(*state.until);
  }
  json["answered"] = answered;
  json["from"] = generation.added_rules.contains(name) ? "added" : "scenario";
  return json;
}

std::size_t index_of_rule(const AdminCall& call, const model::Scenario& scenario) {
  const std::string& name = call.path.at("name");
  std::vector<std::string_view> names;
  for (std::size_t index = 0; index < scenario.rules.size(); ++index) {
    if (scenario.rules[index].name == name) {
      return index;
    }
    names.emplace_back(scenario.rules[index].name);
  }
  throw AdminMistake(
      404, "unknown rule " + base::quoted(name) + base::did_you_mean(name, names) + "; GET /rules lists the rules");
}

model::HttpReply rule_mistakes(const base::Diagnostics& diagnostics) {
  return mistakes_reply("the rule has mistakes; the rules stay as they are", diagnostics);
}

hosting::Change same_rules(const hosting::Generation& now) {
  hosting::Change change{now.source, nullptr, now.added_rules};
  for (std::uint32_t index = 0; index < now.scenario->rules.size(); ++index) {
    change.kept.emplace_back(index);
  }
  return change;
}

void refuse_if_port_is_shared(const AdminCall& call, const model::Scenario& scenario) {
  const auto problem =
      call.sandbox == call.subject.sandboxes.main() ? std::nullopt : hosting::cannot_share_port(scenario);
  if (problem) {
    throw AdminMistake(422, *problem);
  }
}

model::Plan begin_rules(const AdminCall& call, hosting::Sandbox::Next next, int status, std::size_t index,
                        std::uint64_t answered, std::string what) {
  Audit audit(call, std::move(what));
  model::Plan plan = plan_for(json_reply(status, rule_json(next.generation(), index, answered)));
  next.begin();  // now nothing can fail any more
  call.subject.sandboxes.scenario_changed();
  audit.record();
  return plan;
}

}  // namespace jobrig::admin
