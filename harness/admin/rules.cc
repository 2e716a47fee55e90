// Admin routes that list the rules of the scenario that is served, switch them, and replace what they answer.
// Executions, counters, scenario time and journal stay.
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "admin/audit.h"
#include "admin/body.h"
#include "admin/part.h"
#include "admin/routes.h"
#include "admin/rule_calls.h"
#include "base/quote.h"
#include "load/scenario_contents.h"
#include "plan/verify_answers.h"

namespace jobrig::admin {
namespace {

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

std::string switch_text(const plan::RuleSwitch& state) { return state.enabled ? "enabled" : "disabled"; }

std::string length_text(const nlohmann::json& body) {
  const auto length = text_member(body, "for");
  return length ? " for " + *length : "";
}

model::Plan switch_rule(const AdminCall& call, const nlohmann::json& body) {
  const std::unique_lock<std::mutex> hold = call.sandbox->hold();
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  const std::size_t index = index_of_rule(call, *generation->scenario);
  const std::string& name = generation->scenario->rules[index].name;
  const hosting::Uses uses = generation->uses();
  const std::uint64_t answered = answered_by(uses)[name];
  const plan::RuleSwitch state = switch_in(body, generation->virtual_clock.now());
  Audit audit(call, switch_text(state) + " rule " + base::quoted(name) + length_text(body));
  generation->planner.switches().set(index, state);
  audit.record();
  return plan_for(json_reply(200, rule_json(*generation, index, answered)));
}

/// The rule with the answers and faults of the body.
model::Rule changed_rule(const AdminCall& call, const model::Scenario& served, std::size_t index,
                         base::Diagnostics& diagnostics) {
  base::Node tree = body_as_tree(call);
  std::erase_if(tree.entries, [](const base::Entry& entry) { return entry.key == "enabled" || entry.key == "for"; });
  model::Scenario alone = settings_of(served);
  alone.rules.push_back(served.rules[index]);
  load::change_first_rule(tree, alone, diagnostics);
  if (diagnostics.empty()) {
    plan::verify_answers(alone, diagnostics);
  }
  return std::move(alone.rules.front());
}

/// Replaces answers and faults, and switches the rule if the body says so. Its counters stay.
model::Plan change_contents(const AdminCall& call, const nlohmann::json& body) {
  const std::string& name = call.path.at("name");
  std::size_t index = 0;
  std::uint64_t answered = 0;
  base::Diagnostics diagnostics;
  std::optional<plan::RuleSwitch> state;
  hosting::Sandbox::Next next = call.sandbox->prepare_change([&](const hosting::Generation& now) {
    index = index_of_rule(call, *now.scenario);
    const hosting::Uses uses = now.uses();
    answered = answered_by(uses)[name];
    if (body.contains("enabled") || body.contains("for")) {
      state = switch_in(body, now.virtual_clock.now());
    }
    model::Scenario scenario = *now.scenario;
    model::Rule rule = changed_rule(call, scenario, index, diagnostics);
    hosting::Change change = same_rules(now);
    if (diagnostics.empty()) {
      scenario.rules[index] = std::move(rule);
      change.added.insert(name);
      refuse_if_port_is_shared(call, scenario);
    }
    change.scenario = std::make_shared<const model::Scenario>(std::move(scenario));
    return change;
  });
  if (!diagnostics.empty()) {
    return plan_for(rule_mistakes(diagnostics));
  }
  std::string what = "changed";
  for (const char* const part : {"answers", "faults"}) {
    what += body.contains(part) ? (what == "changed" ? " " : " and ") + std::string(part) : "";
  }
  what += " of rule " + base::quoted(name);
  if (state) {
    next.generation().planner.switches().set(index, *state);
    what += " and " + switch_text(*state) + " it" + length_text(body);
  }
  return begin_rules(call, std::move(next), 200, index, answered, std::move(what));
}

}  // namespace

model::Plan answer_rules(const AdminCall& call) {
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  const hosting::Uses uses = generation->uses();
  auto answered = answered_by(uses);
  auto rules = nlohmann::ordered_json::array();
  for (std::size_t index = 0; index < generation->scenario->rules.size(); ++index) {
    rules.push_back(rule_json(*generation, index, answered[generation->scenario->rules[index].name]));
  }
  return plan_for(json_reply(200, {{"rules", std::move(rules)}}));
}

model::Plan answer_change_rule(const AdminCall& call) {
  const nlohmann::json body = read_body(call, {"enabled", "for", "answers", "faults"});
  return body.contains("answers") || body.contains("faults") ? change_contents(call, body) : switch_rule(call, body);
}

}  // namespace jobrig::admin
