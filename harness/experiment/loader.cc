#include "experiment/loader.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <utility>

#include "base/fields.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "experiment/metrics.h"

namespace jobrig::experiment {
namespace {

constexpr std::size_t kMaxStages = 1000;
constexpr std::int64_t kMaxRequests = 1'000'000;
constexpr double kMaxNumber = 1e9;
constexpr base::Duration kUsualWindow = std::chrono::seconds(10);

std::optional<double> read_bound(base::Fields& fields, std::string_view key, Unit unit) {
  switch (unit) {
    case Unit::kShare:
      return fields.share(key);
    case Unit::kDuration:
      if (const auto duration = fields.duration(key)) {
        return static_cast<double>(duration->count());
      }
      return std::nullopt;
    case Unit::kNumber:
      break;
  }
  return fields.number(key, 0, kMaxNumber);
}

/// `{at-least: 99%}`
void read_limit(const base::Node& node, std::size_t metric, std::vector<Limit>& limits,
                base::Diagnostics& diagnostics) {
  const MetricRow& row = metrics()[metric];
  base::Fields fields(node, base::quoted(row.word), diagnostics);
  std::optional<double> least;
  for (const std::string_view key : {"at-least", "at-most"}) {
    const bool at_least = key == "at-least";
    const auto bound = read_bound(fields, key, row.unit);
    if (!bound) {
      continue;
    }
    if (!at_least && least && *bound < *least) {
      fields.report(key, "\"at-most\" must not be below \"at-least\"");
    }
    least = at_least ? bound : least;
    limits.push_back({metric, at_least, *bound});
  }
  if (node.is_map() && node.entries.empty()) {
    diagnostics.add(node.location, base::quoted(row.word) + " needs \"at-least\" or \"at-most\"");
  }
  fields.finish();
}

/// The limits among the members of a map.
std::vector<Limit> read_limits(base::Fields& fields, base::Diagnostics& diagnostics) {
  std::vector<Limit> limits;
  for (std::size_t i = 0; i < metrics().size(); ++i) {
    if (const base::Node* const node = fields.node(metrics()[i].word)) {
      read_limit(*node, i, limits, diagnostics);
    }
  }
  return limits;
}

/// A duration that is not zero; `otherwise` if it is absent or has a mistake.
base::Duration read_time(base::Fields& fields, std::string_view key, base::Duration otherwise) {
  const auto duration = fields.duration(key);
  if (duration && *duration == base::Duration::zero()) {
    fields.report(key, base::quoted(key) + " must be longer than 0s");
  }
  return duration.value_or(otherwise);
}

SteadyState read_steady_state(const base::Node& node, base::Diagnostics& diagnostics) {
  base::Fields fields(node, "\"steady-state\"", diagnostics);
  SteadyState steady;
  fields.required("for");
  steady.duration = read_time(fields, "for", base::Duration::zero());
  steady.settle = fields.duration("settle").value_or(base::Duration::zero());
  const std::size_t before = diagnostics.list().size();
  steady.limits = read_limits(fields, diagnostics);
  fields.finish();
  if (node.is_map() && steady.limits.empty() && diagnostics.list().size() == before) {
    diagnostics.add(node.location, "\"steady-state\" needs a limit, as in successes: {at-least: 99%}");
  }
  return steady;
}

/// A name or a list of names.
std::vector<RuleName> read_rules(base::Fields& fields, std::string_view key, base::Diagnostics& diagnostics) {
  std::vector<RuleName> rules;
  const base::Node* const node = fields.node(key);
  if (node == nullptr) {
    return rules;
  }
  const auto add = [&](const base::Node& one) {
    if (auto name = base::read_text(one, "the name of a rule", diagnostics)) {
      rules.push_back({std::move(*name), one.location});
    }
  };
  if (!node->is_list()) {
    add(*node);
  } else if (node->items.empty()) {
    diagnostics.add(node->location, base::quoted(key) + " is an empty list; omit it or add the name of a rule");
  }
  for (const base::Node& item : node->items) {
    add(item);
  }
  return rules;
}

Stage read_stage(const base::Node& node, std::size_t number, base::Diagnostics& diagnostics) {
  base::Fields fields(node, "a stage", diagnostics);
  Stage stage;
  stage.name = fields.text("name").value_or("stage " + std::to_string(number));
  fields.required("for");
  stage.duration = read_time(fields, "for", base::Duration::zero());
  stage.jitter = fields.share("jitter").value_or(0);
  stage.on = read_rules(fields, "on", diagnostics);
  stage.off = read_rules(fields, "off", diagnostics);
  if (const base::Node* const limits = fields.node("limits")) {
    base::Fields inside(*limits, "\"limits\" of a stage", diagnostics);
    stage.limits = read_limits(inside, diagnostics);
    inside.finish();
  }
  fields.finish();
  return stage;
}

std::vector<Stage> read_stages(const base::Node& node, base::Diagnostics& diagnostics) {
  std::vector<Stage> stages;
  if (!node.is_list() || node.items.empty() || node.items.size() > kMaxStages) {
    diagnostics.add(node.location, "\"stages\" must be a list of 1 to " + std::to_string(kMaxStages) + " stages");
    return stages;
  }
  for (const base::Node& item : node.items) {
    Stage stage = read_stage(item, stages.size() + 1, diagnostics);
    if (std::any_of(stages.begin(), stages.end(), [&](const Stage& other) { return other.name == stage.name; })) {
      diagnostics.add(item.location, "two stages have the name " + base::quoted(stage.name));
    }
    stages.push_back(std::move(stage));
  }
  return stages;
}

/// A rule is off except where a stage switches it on, or on except where a stage switches it off.
void refuse_contradictions(const std::vector<Stage>& stages, base::Diagnostics& diagnostics) {
  std::vector<std::string_view> on;
  for (const Stage& stage : stages) {
    for (const RuleName& rule : stage.on) {
      on.push_back(rule.name);
    }
  }
  for (const Stage& stage : stages) {
    for (const RuleName& rule : stage.off) {
      if (std::find(on.begin(), on.end(), rule.name) != on.end()) {
        diagnostics.add(rule.location, "rule " + base::quoted(rule.name) +
                                           " is in \"on\", too; a rule in \"on\" is off in all other stages");
      }
    }
  }
}

}  // namespace

std::optional<Experiment> load_experiment(const std::string& name, const base::Node& root,
                                          base::Diagnostics& diagnostics) {
  const auto count = [&] { return diagnostics.list().size() + diagnostics.left_out(); };
  const std::size_t before = count();
  base::Fields fields(root, "an experiment", diagnostics);
  Experiment experiment;
  experiment.name = name;
  fields.required("summary");
  experiment.summary = fields.text("summary").value_or("");
  experiment.scenario = fields.text("scenario").value_or("");
  if (const base::Node* const scenario = fields.node("scenario")) {
    experiment.scenario_location = scenario->location;
  }
  if (const auto seed = fields.integer("seed", 0, std::numeric_limits<std::int64_t>::max())) {
    experiment.seed = static_cast<std::uint64_t>(*seed);
  }
  experiment.shuffled = fields.word("order", {"as-listed", "shuffled"}) == "shuffled";
  experiment.requests = static_cast<std::size_t>(fields.integer("requests", 1, kMaxRequests).value_or(1));
  if (const base::Node* const steady = fields.required("steady-state")) {
    experiment.steady = read_steady_state(*steady, diagnostics);
  }
  experiment.window = kUsualWindow;
  if (const base::Node* const limits = fields.node("limits")) {
    base::Fields inside(*limits, "\"limits\"", diagnostics);
    experiment.window = read_time(inside, "window", kUsualWindow);
    experiment.limits = read_limits(inside, diagnostics);
    inside.finish();
  }
  if (const base::Node* const stages = fields.required("stages")) {
    experiment.stages = read_stages(*stages, diagnostics);
    refuse_contradictions(experiment.stages, diagnostics);
  }
  fields.finish();
  return count() == before ? std::optional(std::move(experiment)) : std::nullopt;
}

void check_rules(const Experiment& experiment, const std::vector<std::string_view>& rules,
                 base::Diagnostics& diagnostics) {
  for (const Stage& stage : experiment.stages) {
    for (const auto* const names : {&stage.on, &stage.off}) {
      for (const RuleName& rule : *names) {
        if (std::find(rules.begin(), rules.end(), rule.name) == rules.end()) {
          diagnostics.add(rule.location, "scenario " + base::quoted(experiment.scenario) + " has no rule " +
                                             base::quoted(rule.name) + base::did_you_mean(rule.name, rules));
        }
      }
    }
  }
}

}  // namespace jobrig::experiment
