#include "load/rules.h"

#include <string>
#include <unordered_map>

#include "base/fields.h"
#include "load/answers.h"
#include "load/fault_uses.h"
#include "load/match.h"

namespace jobrig::load {
namespace {

model::Rule read_rule(const base::Node& node, std::size_t number, const Context& context) {
  base::Fields fields(node, "a rule", context.diagnostics);
  model::Rule rule;
  rule.place = node.place;
  rule.name = fields.text("name").value_or("rule " + std::to_string(number));
  if (rule.name.empty() || rule.name.find('\n') != std::string::npos) {
    fields.report("name", "\"name\" must be one line of text");
  }
  if (const base::Node* const when = fields.node("when")) {
    rule.when = read_match(*when, context);
  }
  const base::Node* const answers = fields.node("answers");
  const base::Node* const faults = fields.node("faults");
  if (answers != nullptr) {
    rule.answers = read_answers(*answers, rule.when, context);
  }
  if (faults != nullptr) {
    rule.faults = read_fault_uses(*faults, context.diagnostics);
  }
  if (node.is_map() && answers == nullptr && faults == nullptr) {
    context.diagnostics.add(node.place, "a rule needs \"answers\" or \"faults\"");
  }
  fields.finish();
  return rule;
}

}  // namespace

void append_rules(const base::Node& node, std::vector<model::Rule>& rules, const Context& context) {
  if (!node.is_list()) {
    context.diagnostics.add(
        node.place, "\"rules\" must be a list of rules, each behind a \"-\", not " + std::string(base::describe(node)));
    return;
  }
  std::unordered_map<std::string, base::Place> names;
  for (const model::Rule& rule : rules) {
    names.emplace(rule.name, rule.place);
  }
  for (const base::Node& item : node.items) {
    model::Rule rule = read_rule(item, rules.size() + 1, context);
    const auto [other, added] = names.emplace(rule.name, rule.place);
    if (!added) {
      const base::Node* const name = item.find("name");
      const std::string file = other->second.file == rule.place.file ? "" : other->second.file + ", ";
      context.diagnostics.add(name == nullptr ? rule.place : name->place,
                              "the rule of " + file + "line " + std::to_string(other->second.line) + " is called " +
                                  base::quoted(rule.name) + " too");
    }
    rules.push_back(std::move(rule));
  }
}

}  // namespace jobrig::load
