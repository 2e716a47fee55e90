#include "experiment/phases.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "base/random.h"

namespace jobrig::experiment {
namespace {

std::vector<std::string> names_of(const std::vector<RuleName>& rules) {
  std::vector<std::string> names;
  std::transform(rules.begin(), rules.end(), std::back_inserter(names), [](const RuleName& rule) { return rule.name; });
  return names;
}

Phase phase_of(const Stage& stage, const Experiment& experiment, double chance) {
  Phase phase;
  phase.name = stage.name;
  const double factor = 1 + stage.jitter * (2 * chance - 1);
  phase.duration = base::Duration(std::llround(static_cast<double>(stage.duration.count()) * factor));
  phase.on = names_of(stage.on);
  phase.off = names_of(stage.off);
  phase.limits = stage.limits.value_or(experiment.limits);
  return phase;
}

Phase steady_phase(PhaseKind kind, std::string name, const Experiment& experiment) {
  Phase phase;
  phase.kind = kind;
  phase.name = std::move(name);
  phase.duration = experiment.steady.duration;
  phase.limits = experiment.steady.limits;
  return phase;
}

}  // namespace

bool Phase::held() const {
  return decided && std::all_of(findings.begin(), findings.end(), [](const Finding& finding) { return finding.holds; });
}

std::vector<Phase> phases_of(const Experiment& experiment, std::uint64_t seed) {
  const std::uint64_t stream = base::random_stream(seed, experiment.name, "stages");
  std::vector<Phase> stages;
  for (std::size_t i = 0; i < experiment.stages.size(); ++i) {
    stages.push_back(phase_of(experiment.stages[i], experiment, base::Random(stream, i).uniform()));
  }
  if (experiment.shuffled) {
    base::Random random(stream, experiment.stages.size());
    for (std::size_t left = stages.size(); left > 1; --left) {
      const auto chosen = static_cast<std::size_t>(random.uniform() * static_cast<double>(left));
      std::swap(stages[left - 1], stages[chosen]);
    }
  }
  std::vector<Phase> phases{steady_phase(PhaseKind::kBefore, "before", experiment)};
  std::move(stages.begin(), stages.end(), std::back_inserter(phases));
  if (experiment.steady.settle > base::Duration::zero()) {
    Phase settle;
    settle.kind = PhaseKind::kSettle;
    settle.name = "settle";
    settle.duration = experiment.steady.settle;
    phases.push_back(std::move(settle));
  }
  phases.push_back(steady_phase(PhaseKind::kAfter, "after", experiment));
  return phases;
}

}  // namespace jobrig::experiment
