#include "hosting/scenario_difference.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

#include "load/document.h"
#include "state/same_script.h"

namespace jobrig::hosting {
namespace {

/// The reader has limited the depth.
bool equal_nodes(const base::Node& a, const base::Node& b) {
  const auto same_entry = [&b](const base::Entry& entry) {
    const base::Node* const other = b.find(entry.key);
    return other != nullptr && equal_nodes(entry.value, *other);
  };
  return a.kind == b.kind && a.text == b.text && a.quoted == b.quoted &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), equal_nodes) &&
         a.entries.size() == b.entries.size() && std::all_of(a.entries.begin(), a.entries.end(), same_entry);
}

// The time cannot be moved back, and what was drawn stays.
constexpr std::array<std::string_view, 2> kFromResetOn{"clock", "seed"};

/// The files of a scenario, taken apart.
struct Parts {
  std::vector<base::Node> rules;  // in the order of model::Scenario::rules
  std::vector<base::Entry> settings;
};

Parts parts_of(const LoadedScenario& scenario) {
  Parts parts;
  for (const LoadedScenario::File& file : scenario.files) {
    base::Diagnostics diagnostics;
    const auto document = load::parse({file.name, file.path, file.text, {}}, diagnostics);
    for (const base::Entry& entry : document ? document->root.entries : std::vector<base::Entry>()) {
      if (entry.key == "rules") {
        parts.rules.insert(parts.rules.end(), entry.value.items.begin(), entry.value.items.end());
      } else if (entry.key != "summary" && entry.key != "things") {
        parts.settings.push_back(entry);
      }
    }
  }
  return parts;
}

/// Adds the keys of `from` that `other` does not have with the same value.
void add_settings(const Parts& from, const Parts& other, ScenarioDifference& difference) {
  for (const base::Entry& entry : from.settings) {
    const auto is_same = [&entry](const base::Entry& one) {
      return one.key == entry.key && equal_nodes(one.value, entry.value);
    };
    const bool waits = std::find(kFromResetOn.begin(), kFromResetOn.end(), entry.key) != kFromResetOn.end();
    std::vector<std::string>& keys = waits ? difference.at_reset : difference.settings;
    if (std::none_of(other.settings.begin(), other.settings.end(), is_same) &&
        std::find(keys.begin(), keys.end(), entry.key) == keys.end()) {
      keys.push_back(entry.key);
    }
  }
}

void compare_rules(const Parts& before, const Parts& after, const Generation& now, const LoadedScenario& next,
                   ScenarioDifference& difference) {
  std::map<std::string, std::size_t> of_file;  // rules of the files, by name
  for (std::size_t i = 0; i < now.source->scenario.rules.size(); ++i) {
    of_file.emplace(now.source->scenario.rules[i].name, i);
  }
  std::map<std::string, std::uint32_t> served;
  for (std::uint32_t i = 0; i < now.scenario->rules.size(); ++i) {
    served.emplace(now.scenario->rules[i].name, i);
  }
  for (std::size_t i = 0; i < next.scenario.rules.size(); ++i) {
    const std::string& name = next.scenario.rules[i].name;
    const auto old = served.find(name);
    const auto in_file = of_file.find(name);
    const bool same = in_file != of_file.end() && !now.added_rules.contains(name) &&
                      equal_nodes(before.rules.at(in_file->second), after.rules.at(i));
    difference.kept.push_back(old == served.end() ? std::nullopt : std::optional(old->second));
    if (old == served.end()) {
      difference.rules.added.push_back(name);
    } else if (!same) {
      difference.rules.changed.push_back(name);
    }
    served.erase(name);
  }
  for (const model::Rule& rule : now.scenario->rules) {
    if (served.contains(rule.name)) {
      difference.rules.removed.push_back(rule.name);
    }
  }
}

std::string text_of(const model::NamePattern& name) {
  switch (name.kind) {
    case model::NamePattern::Kind::kLiteral:
      break;
    case model::NamePattern::Kind::kRange:
      return name.prefix + "{" + std::to_string(name.first) + ".." + std::to_string(name.last) + "}" + name.suffix;
    case model::NamePattern::Kind::kNumber:
      return name.prefix + "{n}" + name.suffix;
  }
  return name.prefix;
}

/// An execution of a thing with the settings of its job.
struct WrittenExecution {
  const model::Execution* execution;
  bool gone_when_terminal;
};
using WrittenExecutions = std::map<std::string, WrittenExecution>;

WrittenExecutions executions_of(const model::Thing& thing) {
  WrittenExecutions executions;
  for (const model::Job& job : thing.jobs) {
    for (const model::Execution& execution : job.executions) {
      executions.emplace(text_of(job.name) + "/" + std::to_string(execution.number),
                         WrittenExecution{&execution, job.gone_when_terminal});
    }
  }
  return executions;
}

/// Returns whether they differ.
bool compare_executions(const std::string& thing, const WrittenExecutions& before, const WrittenExecutions& after,
                        NamesThatDiffer& names) {
  bool differs = false;
  const auto add = [&](std::vector<std::string>& list, const std::string& execution) {
    list.push_back(thing + "/" + execution);
    differs = true;
  };
  for (const auto& [name, one] : after) {
    const auto old = before.find(name);
    if (old == before.end()) {
      add(names.added, name);
    } else if (old->second.gone_when_terminal != one.gone_when_terminal ||
               !state::same_script(*old->second.execution, *one.execution)) {
      add(names.changed, name);
    }
  }
  for (const auto& [name, one] : before) {
    if (!after.contains(name)) {
      add(names.removed, name);
    }
  }
  return differs;
}

void compare_things(const model::Scenario& now, const model::Scenario& next, ScenarioDifference& difference) {
  std::map<std::string, const model::Thing*> before;
  for (const model::Thing& thing : now.things) {
    before.emplace(text_of(thing.name), &thing);
  }
  for (const model::Thing& thing : next.things) {
    const std::string name = text_of(thing.name);
    const auto old = before.find(name);
    if (old == before.end()) {
      difference.things.added.push_back(name);
      continue;
    }
    if (compare_executions(name, executions_of(*old->second), executions_of(thing), difference.executions)) {
      difference.things.changed.push_back(name);
    }
    before.erase(old);
  }
  for (const model::Thing& thing : now.things) {
    if (before.contains(text_of(thing.name))) {
      difference.things.removed.push_back(text_of(thing.name));
    }
  }
}

}  // namespace

ScenarioDifference scenario_difference(const Generation& now, const LoadedScenario& next) {
  const Parts before = parts_of(*now.source);
  const Parts after = parts_of(next);
  ScenarioDifference difference;
  compare_rules(before, after, now, next, difference);
  compare_things(now.source->scenario, next.scenario, difference);
  add_settings(after, before, difference);
  add_settings(before, after, difference);
  return difference;
}

}  // namespace jobrig::hosting
