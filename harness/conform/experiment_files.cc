#include "conform/experiment_files.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "base/quote.h"
#include "base/suggest.h"
#include "contract/shipped_scenarios.h"
#include "experiment/loader.h"
#include "load/scenario_loader.h"
#include "load/sources.h"

namespace jobrig::conform {
namespace {

std::string unknown_scenario(const std::string& name) {
  std::vector<std::string_view> names;
  for (const contract::ShippedScenario& shipped : contract::shipped_scenarios()) {
    names.push_back(shipped.name);
  }
  return "unknown scenario " + base::quoted(name) +
         "; expected a built-in name or a file below the experiment's folder" + base::did_you_mean(name, names);
}

/// The scenario that the experiment names: a file beside it, or a built-in one.
std::optional<load::Source> scenario_source(const experiment::Experiment& experiment, const load::Document& document,
                                            base::Diagnostics& diagnostics) {
  const std::string& name = experiment.scenario;
  if (load::has_scenario_extension(name) && document.read_beside) {
    auto text = document.read_beside(name);
    if (text) {
      return load::Source{name, name, std::move(*text), {}};
    }
    diagnostics.add(experiment.scenario_location, text.error().message);
    return std::nullopt;
  }
  std::vector<load::Source> shipped = load::shipped_sources(name);
  if (shipped.size() == 1) {
    return std::move(shipped.front());
  }
  diagnostics.add(experiment.scenario_location, unknown_scenario(name));
  return std::nullopt;
}

/// A scenario with mistakes of its own is reported once, at the place that names it.
void check_rules_of_scenario(const experiment::Experiment& experiment, const load::Document& document,
                             base::Diagnostics& diagnostics) {
  const auto source = scenario_source(experiment, document, diagnostics);
  if (!source) {
    return;
  }
  base::Diagnostics own;
  const auto scenario = load::load_scenario(*source, own);
  if (!scenario) {
    diagnostics.add(experiment.scenario_location,
                    "scenario " + base::quoted(experiment.scenario) + " has mistakes; check it first");
    return;
  }
  std::vector<std::string_view> names;
  std::transform(scenario->rules.begin(), scenario->rules.end(), std::back_inserter(names),
                 [](const auto& rule) { return std::string_view(rule.name); });
  experiment::check_rules(experiment, names, diagnostics);
}

}  // namespace

std::optional<experiment::Experiment> load_experiment(const load::Document& document, base::Diagnostics& diagnostics) {
  const auto count = [&] { return diagnostics.list().size() + diagnostics.left_out(); };
  const std::size_t before = count();
  auto experiment = experiment::load_experiment(document.name, document.root, diagnostics);
  if (experiment && !experiment->scenario.empty()) {
    check_rules_of_scenario(*experiment, document, diagnostics);
  }
  return count() == before ? std::move(experiment) : std::nullopt;
}

std::optional<experiment::Experiment> load_experiment(const std::string& word, base::Diagnostics& diagnostics,
                                                      report::SourceTexts& texts) {
  const std::vector<load::Source> sources = load::find_sources(word, diagnostics);
  if (sources.size() != 1) {
    if (diagnostics.empty()) {
      diagnostics.add({word, 0, 0}, "one experiment is expected, not " + std::to_string(sources.size()) + " files");
    }
    return std::nullopt;
  }
  const load::Source& source = sources.front();
  texts.emplace(source.file, source.text);
  const auto document = load::parse(source, diagnostics);
  if (document && load::kind_of(*document) != load::SourceKind::kExperiment) {
    diagnostics.add(document->root.location, "this is not an experiment: it has no \"stages\"");
    return std::nullopt;
  }
  return document ? load_experiment(*document, diagnostics) : std::nullopt;
}

}  // namespace jobrig::conform
