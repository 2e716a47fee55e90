#include "conditions/catalogue.h"

#include <algorithm>
#include <iterator>

namespace jobrig::conditions {
namespace {

std::vector<Condition> all_conditions() {
  std::vector<Condition> all;
  for (auto* const of_one_file : {key_conditions, argument_conditions, http_conditions, mqtt_conditions,
                                  body_conditions, state_conditions, time_conditions}) {
    std::vector<Condition> some = of_one_file();
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace

std::span<const Condition> catalogue() {
  static const std::vector<Condition> kConditions = all_conditions();
  return kConditions;
}

model::Match read_match(const base::Node& node, const Reading& reading) {
  base::Fields fields(node, "\"when\"", reading.diagnostics);
  model::Match match;
  for (const Condition& condition : catalogue()) {
    condition.read(fields, reading, match);
  }
  fields.finish();
  return match;
}

std::string value_reason(std::string_view what, std::string_view name, const std::vector<std::string>& values,
                         std::string_view wanted) {
  constexpr std::size_t kShown = 3;
  const std::string named = std::string(what) + " " + std::string(name);
  if (values.empty()) {
    return "the request has no " + named;
  }
  std::string shown;
  for (std::size_t i = 0; i < values.size() && i < kShown; ++i) {
    shown += (i == 0 ? "" : " and ") + in_quotes(values[i]);
  }
  shown += values.size() > kShown ? " and " + std::to_string(values.size() - kShown) + " more" : "";
  return "the " + named + " is " + shown + ", which does not match " + std::string(wanted);
}

bool looks_at_calls(const model::Match& match) {
  const auto all = catalogue();
  return std::any_of(all.begin(), all.end(), [&](const Condition& condition) {
    return condition.scope != Scope::kTime && condition.is_set(match);
  });
}

std::string keys_of_time() {
  std::string keys;
  for (const Condition& condition : catalogue()) {
    if (condition.scope == Scope::kTime) {
      keys += (keys.empty() ? "" : " and ") + base::quoted(condition.key);
    }
  }
  return keys;
}

std::vector<const Condition*> written(const model::Match& match, Scope scope) {
  std::vector<const Condition*> conditions;
  for (const Condition& condition : catalogue()) {
    if (condition.scope == scope && condition.is_set(match)) {
      conditions.push_back(&condition);
    }
  }
  return conditions;
}

bool hold(const std::vector<const Condition*>& conditions, const model::Match& match,
          const Circumstances& circumstances) {
  return std::all_of(conditions.begin(), conditions.end(),
                     [&](const Condition* condition) { return condition->holds(match, circumstances); });
}

bool hold_at(const model::Match& match, base::Duration elapsed) {
  static const model::Call kNoCall;
  return hold(written(match, Scope::kTime), match, {kNoCall, elapsed});
}

Reasons reasons_against(const model::Match& match, const Circumstances& circumstances) {
  Reasons reasons;
  for (const Condition& condition : catalogue()) {
    if (condition.is_set(match) && !condition.holds(match, circumstances)) {
      condition.explain(match, circumstances, reasons);
    }
  }
  return reasons;
}

std::string schema() {
  std::string properties;
  for (const Condition& condition : catalogue()) {
    properties += (properties.empty() ? "" : ",") + base::quoted(condition.key) + ":" + condition.schema;
  }
  return R"({"type":"object","additionalProperties":false,)"
         R"("description":"The requests to which a rule applies; all conditions must hold","properties":{)" +
         properties + "}}";
}

}  // namespace jobrig::conditions
