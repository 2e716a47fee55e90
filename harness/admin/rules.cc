// Admin routes for the rules of the scenario that is served: list them, and enable or disable one.
#include <nlohmann/json.hpp>
#include <utility>

#include "admin/routes.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "base/units.h"

namespace jobrig::admin {
namespace {

using Ordered = nlohmann::ordered_json;

/// How often each rule has answered, by name.
std::map<std::string_view, std::uint64_t> answered_by(const hosting::Generation::Uses& uses) {
  std::map<std::string_view, std::uint64_t> counts;
  for (const auto& [use, count] : uses) {
    counts[use.first] += count;
  }
  return counts;
}

Ordered rule_json(hosting::Generation& generation, std::size_t index, std::uint64_t answered) {
  const plan::RuleSwitch state = generation.planner.switches().at(index, generation.virtual_clock.now());
  Ordered json{{"name", generation.scenario->rules[index].name}, {"position", index + 1}, {"enabled", state.enabled}};
  if (state.until) {
    json["until"] = base::format_instant(*state.until);
  }
  json["answered"] = answered;
  json["from"] = "scenario";
  return json;
}

/// The index of the rule that the path names.
std::size_t index_of_rule(const AdminCall& call, const hosting::Generation& generation) {
  const std::string& name = call.path.at("name");
  const std::vector<model::Rule>& rules = generation.scenario->rules;
  std::vector<std::string_view> names;
  for (std::size_t index = 0; index < rules.size(); ++index) {
    if (rules[index].name == name) {
      return index;
    }
    names.emplace_back(rules[index].name);
  }
  throw AdminMistake(
      404, "unknown rule " + base::quoted(name) + base::did_you_mean(name, names) + "; GET /rules lists the rules");
}

plan::RuleSwitch switch_in(const nlohmann::json& body, base::Instant now) {
  const auto enabled = body.find("enabled");
  if (enabled == body.end() || !enabled->is_boolean()) {
    throw AdminMistake(400, R"("enabled" must be true or false: {"enabled":false,"for":"5m"})");
  }
  plan::RuleSwitch state{enabled->get<bool>()};
  if (const auto length = text_member(body, "for")) {
    const base::Duration time = duration_in(*length, "for", base::kEndOfTime - now);
    if (time == base::Duration::zero()) {
      throw AdminMistake(400, R"("for" must be longer than 0s; without it, the rule stays as it is set)");
    }
    state.until = now + time;
  }
  return state;
}

}  // namespace

model::Plan answer_rules(const AdminCall& call) {
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  const hosting::Generation::Uses uses = generation->uses();
  auto answered = answered_by(uses);
  auto rules = Ordered::array();
  for (std::size_t index = 0; index < generation->scenario->rules.size(); ++index) {
    rules.push_back(rule_json(*generation, index, answered[generation->scenario->rules[index].name]));
  }
  return plan_for(json_reply(200, {{"rules", std::move(rules)}}));
}

model::Plan answer_switch_rule(const AdminCall& call) {
  const nlohmann::json body = read_body(call, {"enabled", "for"});
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  const std::size_t index = index_of_rule(call, *generation);
  const hosting::Generation::Uses uses = generation->uses();
  const std::uint64_t answered = answered_by(uses)[generation->scenario->rules[index].name];
  generation->planner.switches().set(index, switch_in(body, generation->virtual_clock.now()));
  return plan_for(json_reply(200, rule_json(*generation, index, answered)));
}

}  // namespace jobrig::admin
