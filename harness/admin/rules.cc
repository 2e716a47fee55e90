// Admin routes for the rules of the scenario that is served: list, add, replace, delete, enable and disable them.
// Executions, counters, scenario time and journal stay.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

#include "admin/audit.h"
#include "admin/body.h"
#include "admin/routes.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "base/units.h"
#include "hosting/scenario_replacement.h"
#include "load/scenario_contents.h"
#include "plan/verify_answers.h"
#include "report/diagnostics_text.h"

namespace jobrig::admin {
namespace {

using Ordered = nlohmann::ordered_json;

constexpr std::size_t kMaxRules = 10'000;

/// How often each rule has answered, by name.
std::map<std::string_view, std::uint64_t> answered_by(const hosting::Uses& uses) {
  std::map<std::string_view, std::uint64_t> counts;
  for (const auto& [use, count] : uses) {
    counts[use.first] += count;
  }
  return counts;
}

Ordered rule_json(const hosting::Generation& generation, std::size_t index, std::uint64_t answered) {
  const std::string& name = generation.scenario->rules[index].name;
  const plan::RuleSwitch state = generation.planner.switches().at(index, generation.virtual_clock.now());
  Ordered json{{"name", name}, {"position", index + 1}, {"enabled", state.enabled}};
  if (state.until) {
    json["until"] = base::format_instant(*state.until);
  }
  json["answered"] = answered;
  json["from"] = generation.added_rules.contains(name) ? "added" : "scenario";
  return json;
}

/// The index of the rule that the path names.
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

/// Removes `position` from the tree of a new rule and returns it.
std::optional<std::size_t> take_position(base::Node& tree, base::Diagnostics& diagnostics) {
  const auto found = std::find_if(tree.entries.begin(), tree.entries.end(),
                                  [](const base::Entry& entry) { return entry.key == "position"; });
  if (found == tree.entries.end()) {
    return std::nullopt;
  }
  const auto position = base::read_integer(found->value, "\"position\"", 1, kMaxRules, diagnostics);
  tree.entries.erase(found);
  return position ? std::optional(static_cast<std::size_t>(*position)) : std::nullopt;
}

struct GivenRule {
  model::Rule rule;
  bool has_name = false;
  std::optional<std::size_t> position;
};

/// Reads the rule in the body, or returns the response that lists its mistakes.
std::variant<GivenRule, model::HttpReply> rule_in(const AdminCall& call, bool with_position) {
  base::Node tree = body_as_tree(call);
  base::Diagnostics diagnostics;
  GivenRule given;
  given.has_name = tree.find("name") != nullptr;
  given.position = with_position ? take_position(tree, diagnostics) : std::nullopt;
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  model::Scenario alone;
  alone.edition = generation->scenario->edition;
  alone.clock = generation->scenario->clock;
  alone.timestamps = generation->scenario->timestamps;
  load::append_rule(tree, alone, diagnostics);
  if (diagnostics.empty()) {
    plan::verify_answers(alone, diagnostics);
  }
  if (!diagnostics.empty()) {
    Ordered refusal{{"error", "the rule has mistakes; the rules stay as they are"}};
    refusal.update(Ordered::parse(report::diagnostics_json(diagnostics, 1)));
    return json_reply(422, refusal);
  }
  given.rule = std::move(alone.rules.front());
  return given;
}

/// The first name like `rule 3` that no rule has.
std::string free_name(const std::vector<model::Rule>& rules) {
  for (std::size_t number = rules.size() + 1;; ++number) {
    std::string name = "rule " + std::to_string(number);
    if (std::none_of(rules.begin(), rules.end(), [&](const model::Rule& rule) { return rule.name == name; })) {
      return name;
    }
  }
}

/// A change that has no effect yet.
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

/// Begins the change and answers with the rule at `index` then.
model::Plan begin(const AdminCall& call, hosting::Sandbox::Next next, int status, std::size_t index,
                  std::uint64_t answered, std::string what) {
  Audit audit(call, std::move(what));
  model::Plan plan = plan_for(json_reply(status, rule_json(next.generation(), index, answered)));
  next.begin();  // now nothing can fail any more
  call.subject.sandboxes.scenario_changed();
  audit.record();
  return plan;
}

}  // namespace

model::Plan answer_rules(const AdminCall& call) {
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  const hosting::Uses uses = generation->uses();
  auto answered = answered_by(uses);
  auto rules = Ordered::array();
  for (std::size_t index = 0; index < generation->scenario->rules.size(); ++index) {
    rules.push_back(rule_json(*generation, index, answered[generation->scenario->rules[index].name]));
  }
  return plan_for(json_reply(200, {{"rules", std::move(rules)}}));
}

model::Plan answer_switch_rule(const AdminCall& call) {
  const nlohmann::json body = read_body(call, {"enabled", "for"});
  const std::unique_lock<std::mutex> hold = call.sandbox->hold();
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  const std::size_t index = index_of_rule(call, *generation->scenario);
  const std::string& name = generation->scenario->rules[index].name;
  const hosting::Uses uses = generation->uses();
  const std::uint64_t answered = answered_by(uses)[name];
  const plan::RuleSwitch state = switch_in(body, generation->virtual_clock.now());
  const std::string length = text_member(body, "for").value_or("");
  Audit audit(call, (state.enabled ? "enabled rule " : "disabled rule ") + base::quoted(name) +
                        (length.empty() ? "" : " for " + length));
  generation->planner.switches().set(index, state);
  audit.record();
  return plan_for(json_reply(200, rule_json(*generation, index, answered)));
}

model::Plan answer_add_rule(const AdminCall& call) {
  auto read = rule_in(call, true);
  if (auto* const refusal = std::get_if<model::HttpReply>(&read)) {
    return plan_for(std::move(*refusal));
  }
  GivenRule& given = std::get<GivenRule>(read);
  std::size_t index = 0;
  std::string name;
  hosting::Sandbox::Next next = call.sandbox->prepare_change([&](const hosting::Generation& now) {
    model::Scenario scenario = *now.scenario;
    hosting::Change change = same_rules(now);
    const std::size_t count = scenario.rules.size();
    if (count >= kMaxRules) {
      throw AdminMistake(409, "there are " + std::to_string(kMaxRules) + " rules, which is the limit; delete some");
    }
    name = given.has_name ? given.rule.name : free_name(scenario.rules);
    if (std::any_of(scenario.rules.begin(), scenario.rules.end(),
                    [&](const auto& rule) { return rule.name == name; })) {
      throw AdminMistake(409, "there is a rule " + base::quoted(name) + " already; PUT /rules/{name} replaces it");
    }
    if (given.position && *given.position > count + 1) {
      throw AdminMistake(400, "\"position\" must be from 1 to " + std::to_string(count + 1) + ", not " +
                                  std::to_string(*given.position));
    }
    index = given.position ? *given.position - 1 : count;
    given.rule.name = name;
    const auto at = static_cast<std::ptrdiff_t>(index);
    scenario.rules.insert(scenario.rules.begin() + at, std::move(given.rule));
    change.kept.insert(change.kept.begin() + at, std::nullopt);
    change.added.insert(name);
    change.replaced = {name};
    refuse_if_port_is_shared(call, scenario);
    change.scenario = std::make_shared<const model::Scenario>(std::move(scenario));
    return change;
  });
  return begin(call, std::move(next), 201, index, 0,
               "added rule " + base::quoted(name) + " at position " + std::to_string(index + 1));
}

model::Plan answer_replace_rule(const AdminCall& call) {
  auto read = rule_in(call, false);
  if (auto* const refusal = std::get_if<model::HttpReply>(&read)) {
    return plan_for(std::move(*refusal));
  }
  GivenRule& given = std::get<GivenRule>(read);
  const std::string& name = call.path.at("name");
  if (given.has_name && given.rule.name != name) {
    throw AdminMistake(400, "the body has another \"name\" than the path: " + base::quoted(given.rule.name) + ", not " +
                                base::quoted(name));
  }
  std::size_t index = 0;
  hosting::Sandbox::Next next = call.sandbox->prepare_change([&](const hosting::Generation& now) {
    index = index_of_rule(call, *now.scenario);
    model::Scenario scenario = *now.scenario;
    hosting::Change change = same_rules(now);
    given.rule.name = name;
    scenario.rules[index] = std::move(given.rule);
    change.kept[index] = std::nullopt;
    change.replaced = {name};
    change.added.insert(name);
    refuse_if_port_is_shared(call, scenario);
    change.scenario = std::make_shared<const model::Scenario>(std::move(scenario));
    return change;
  });
  return begin(call, std::move(next), 200, index, 0, "replaced rule " + base::quoted(name));
}

model::Plan answer_delete_rule(const AdminCall& call) {
  const std::string& name = call.path.at("name");
  hosting::Sandbox::Next next = call.sandbox->prepare_change([&](const hosting::Generation& now) {
    const auto index = static_cast<std::ptrdiff_t>(index_of_rule(call, *now.scenario));
    model::Scenario scenario = *now.scenario;
    hosting::Change change = same_rules(now);
    scenario.rules.erase(scenario.rules.begin() + index);
    change.kept.erase(change.kept.begin() + index);
    change.added.erase(name);
    change.replaced = {name};
    change.scenario = std::make_shared<const model::Scenario>(std::move(scenario));
    return change;
  });
  Audit audit(call, "deleted rule " + base::quoted(name));
  model::Plan plan = plan_for(json_reply(200, {{"deleted", name}}));
  next.begin();  // now nothing can fail any more
  call.subject.sandboxes.scenario_changed();
  audit.record();
  return plan;
}

}  // namespace jobrig::admin
