#include "hosting/rules_difference.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/quote.h"
#include "load/document.h"

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

/// The files of a scenario, taken apart.
struct Parts {
  std::vector<base::Node> rules;  // in the order of model::Scenario::rules
  std::vector<base::Entry> others;
};

Parts parts_of(const LoadedScenario& scenario) {
  Parts parts;
  for (const LoadedScenario::File& file : scenario.files) {
    base::Diagnostics diagnostics;
    const auto document = load::parse({file.name, file.path, file.text, {}}, diagnostics);
    for (const base::Entry& entry : document ? document->root.entries : std::vector<base::Entry>()) {
      if (entry.key == "rules") {
        parts.rules.insert(parts.rules.end(), entry.value.items.begin(), entry.value.items.end());
      } else if (entry.key != "summary") {
        parts.others.push_back(entry);
      }
    }
  }
  return parts;
}

/// The documents of all executions and steps: those in other files are not in the text of the scenario.
std::vector<std::string> documents_of(const model::Scenario& scenario) {
  std::vector<std::string> documents;
  for (const model::Thing& thing : scenario.things) {
    for (const model::Job& job : thing.jobs) {
      for (const model::Execution& execution : job.executions) {
        documents.push_back(execution.document.value_or(""));
        for (const model::Transition& step : execution.then) {
          documents.push_back(step.document.value_or(""));
        }
      }
    }
  }
  return documents;
}

/// The key of a part that differs, or nothing.
std::optional<std::string> other_difference(const Parts& now, const Parts& next) {
  const auto missing_in = [](const Parts& other) {
    return [&other](const base::Entry& entry) {
      return std::none_of(other.others.begin(), other.others.end(), [&entry](const base::Entry& one) {
        return one.key == entry.key && equal_nodes(one.value, entry.value);
      });
    };
  };
  for (const auto& [from, other] : {std::pair{&next, &now}, std::pair{&now, &next}}) {
    const auto found = std::find_if(from->others.begin(), from->others.end(), missing_in(*other));
    if (found != from->others.end()) {
      return found->key;
    }
  }
  return std::nullopt;
}

}  // namespace

std::variant<RulesDifference, std::string> rules_difference(const Generation& now, const LoadedScenario& next) {
  const Parts before = parts_of(*now.source);
  const Parts after = parts_of(next);
  const auto other = other_difference(before, after);
  if (other || documents_of(now.source->scenario) != documents_of(next.scenario)) {
    return "the state cannot be kept, because " + (other ? base::quoted(*other) : std::string("a document")) +
           " differs too; only \"rules\" and \"summary\" may differ";
  }
  std::map<std::string, std::size_t> of_file;  // rules of the files, by name
  for (std::size_t i = 0; i < now.source->scenario.rules.size(); ++i) {
    of_file.emplace(now.source->scenario.rules[i].name, i);
  }
  std::map<std::string, std::uint32_t> served;
  for (std::uint32_t i = 0; i < now.scenario->rules.size(); ++i) {
    served.emplace(now.scenario->rules[i].name, i);
  }
  RulesDifference difference;
  for (std::size_t i = 0; i < next.scenario.rules.size(); ++i) {
    const std::string& name = next.scenario.rules[i].name;
    const auto old = served.find(name);
    const auto in_file = of_file.find(name);
    const bool same = old != served.end() && in_file != of_file.end() && !now.added_rules.contains(name) &&
                      equal_nodes(before.rules.at(in_file->second), after.rules.at(i));
    difference.kept.push_back(same ? std::optional(old->second) : std::nullopt);
    if (!same) {
      (old == served.end() ? difference.added : difference.changed).push_back(name);
    }
    served.erase(name);
  }
  for (const model::Rule& rule : now.scenario->rules) {
    if (served.contains(rule.name)) {
      difference.removed.push_back(rule.name);
    }
  }
  return difference;
}

}  // namespace jobrig::hosting
