#include "load/rules.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "base/fields.h"
#include "conditions/catalogue.h"
#include "load/answers.h"
#include "load/fault_uses.h"
#include "load/protocol_faults.h"
#include "load/throttle.h"

namespace jobrig::load {
namespace {

constexpr std::int64_t kMaxEvery = 1'000'000'000;

/// A fault at accept applies before a request is read, so the rule cannot match on requests.
void check_accept_faults(const model::Rule& rule, base::Diagnostics& diagnostics) {
  const auto strikes_at_accept = [](const model::FaultUse& use) {
    return use.fault->moment() == model::Moment::kAccept;
  };
  for (const model::Answer& answer : rule.answers) {
    for (const model::FaultUse& use : answer.faults) {
      if (strikes_at_accept(use)) {
        diagnostics.add(use.location,
                        "a fault at accept applies before an answer is chosen; put it into the "
                        "\"faults\" of a rule");
      }
    }
  }
  const auto found = std::find_if(rule.faults.begin(), rule.faults.end(), strikes_at_accept);
  if (found != rule.faults.end() && conditions::looks_at_calls(rule.when)) {
    diagnostics.add(found->location, "a fault at accept applies before the request is read; \"when\" may contain " +
                                         conditions::keys_of_time() + " only beside this fault");
  }
}

/// A fault at the head of a request applies before its body is received.
void check_head_faults(const model::Rule& rule, base::Diagnostics& diagnostics) {
  if (rule.when.body.empty()) {
    return;
  }
  const auto check = [&](const std::vector<model::FaultUse>& uses) {
    for (const model::FaultUse& use : uses) {
      if (use.fault->moment() == model::Moment::kRequestHead) {
        diagnostics.add(use.location,
                        "a fault at request-head applies before the body is received; \"when\" must not contain "
                        "\"body\" beside it");
      }
    }
  };
  check(rule.faults);
  for (const model::Answer& answer : rule.answers) {
    check(answer.faults);
  }
}

/// How the requests of a rule are counted.
void read_turns(base::Fields& fields, model::Rule& rule) {
  rule.cycle = fields.boolean("cycle").value_or(false);
  if (rule.cycle && fields.node("answers") == nullptr) {
    fields.report("cycle", "\"cycle\" repeats the list \"answers\", which this rule does not have");
  }
  rule.every = fields.integer("every", 1, kMaxEvery).value_or(1);
  rule.by = read_by(fields).value_or(model::By::kJob);
}

void check_faults(const model::Rule& rule, base::Diagnostics& diagnostics) {
  check_accept_faults(rule, diagnostics);
  check_head_faults(rule, diagnostics);
  check_protocol_faults(rule, diagnostics);
}

model::Rule read_rule(const base::Node& node, std::size_t number, const Context& context) {
  base::Fields fields(node, "a rule", context.diagnostics);
  model::Rule rule;
  rule.location = node.location;
  rule.name = fields.text("name").value_or("rule " + std::to_string(number));
  if (rule.name.empty() || rule.name.find('\n') != std::string::npos) {
    fields.report("name", "\"name\" must be one line of text");
  }
  if (const base::Node* const when = fields.node("when")) {
    rule.when = conditions::read_match(*when, {context.edition, context.diagnostics});
  }
  const base::Node* const answers = fields.node("answers");
  const base::Node* const faults = fields.node("faults");
  if (answers != nullptr) {
    rule.answers = read_answers(*answers, rule.when, context);
  }
  if (faults != nullptr) {
    rule.faults = read_fault_uses(*faults, context.diagnostics);
  }
  const base::Node* const throttle = fields.node("throttle");
  if (throttle != nullptr) {
    rule.throttle = read_throttle(*throttle, context.diagnostics);
  }
  if (node.is_map() && answers == nullptr && faults == nullptr && throttle == nullptr) {
    context.diagnostics.add(node.location, "a rule needs \"answers\" or \"faults\"");
  }
  read_turns(fields, rule);
  check_faults(rule, context.diagnostics);
  fields.finish();
  return rule;
}

}  // namespace

void append_rules(const base::Node& node, std::vector<model::Rule>& rules, const Context& context) {
  if (!node.is_list()) {
    context.diagnostics.add(node.location, "\"rules\" must be a list of rules, each after a \"-\", not " +
                                               std::string(base::describe(node)));
    return;
  }
  std::unordered_map<std::string, base::Location> names;
  for (const model::Rule& rule : rules) {
    names.emplace(rule.name, rule.location);
  }
  for (const base::Node& item : node.items) {
    model::Rule rule = read_rule(item, rules.size() + 1, context);
    const auto [other, added] = names.emplace(rule.name, rule.location);
    if (!added) {
      const base::Node* const name = item.find("name");
      const std::string file = other->second.file == rule.location.file ? "" : other->second.file + ", ";
      context.diagnostics.add(name == nullptr ? rule.location : name->location,
                              "the rule in " + file + "line " + std::to_string(other->second.line) +
                                  " has the same name " + base::quoted(rule.name));
    }
    rules.push_back(std::move(rule));
  }
}

void change_rule(const base::Node& node, model::Rule& rule, const Context& context) {
  base::Fields fields(node, "a change of a rule", context.diagnostics);
  if (const base::Node* const answers = fields.node("answers")) {
    rule.answers = read_answers(*answers, rule.when, context);
  }
  if (const base::Node* const faults = fields.node("faults")) {
    rule.faults = read_fault_uses(*faults, context.diagnostics);
  }
  check_faults(rule, context.diagnostics);
  fields.finish();
}

}  // namespace jobrig::load
