// Admin routes that add, replace and delete rules of the scenario that is served. Executions, counters of other rules,
// scenario time and journal stay.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <variant>

#include "admin/audit.h"
#include "admin/body.h"
#include "admin/part.h"
#include "admin/routes.h"
#include "admin/rule_calls.h"
#include "base/fields.h"
#include "base/quote.h"
#include "load/scenario_contents.h"
#include "plan/verify_answers.h"

namespace jobrig::admin {
namespace {

constexpr std::size_t kMaxRules = 10'000;

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
  model::Scenario alone = settings_of(*generation->scenario);
  load::append_rule(tree, alone, diagnostics);
  if (diagnostics.empty()) {
    plan::verify_answers(alone, diagnostics);
  }
  if (!diagnostics.empty()) {
    return rule_mistakes(diagnostics);
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

}  // namespace

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
  return begin_rules(call, std::move(next), 201, index, 0,
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
  return begin_rules(call, std::move(next), 200, index, 0, "replaced rule " + base::quoted(name));
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
