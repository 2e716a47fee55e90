#include "rig/loading.h"

#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "contract/shipped_scenarios.h"
#include "load/sources.h"
#include "report/diagnostics_text.h"

namespace jobrig::rig {
namespace {

/// A YAML mapping has a colon, a flow mapping a brace; names of built-in scenarios have neither.
bool looks_like_text(std::string_view word) { return word.find_first_of(":{\n") != std::string_view::npos; }

std::vector<load::Source> sources_named(const std::string& word, base::Diagnostics& diagnostics) {
  std::vector<load::Source> sources = load::shipped_sources(word);
  if (sources.empty() && looks_like_text(word)) {
    sources.push_back({"scenario", "scenario.yaml", word, {}});
  } else if (sources.empty()) {
    std::vector<std::string_view> names;
    for (const contract::ShippedScenario& one : contract::shipped_scenarios()) {
      names.push_back(one.name);
    }
    diagnostics.add({}, base::quoted(word) +
                            " is neither the text of a scenario nor the name of a built-in one; pass a file as "
                            "std::filesystem::path" +
                            base::did_you_mean(word, names));
  }
  return sources;
}

[[noreturn]] void refuse(const base::Diagnostics& diagnostics, const report::SourceTexts& texts) {
  std::vector<Mistake> mistakes;
  for (const base::Diagnostic& one : diagnostics.list()) {
    mistakes.push_back({one.location.file, one.location.line, one.location.column, one.message});
  }
  throw ScenarioError(report::diagnostics_text(diagnostics, texts), std::move(mistakes));
}

}  // namespace

std::shared_ptr<const hosting::LoadedScenario> load(const Scenario& scenario, std::string_view contract) {
  base::Diagnostics diagnostics;
  std::vector<load::Source> sources = scenario.is_path() ? load::find_sources(scenario.word(), diagnostics)
                                                         : sources_named(scenario.word(), diagnostics);
  report::SourceTexts texts;
  for (const load::Source& source : sources) {
    texts.emplace(source.file, source.text);
  }
  auto loaded = hosting::load_sources(std::move(sources), contract, diagnostics);
  if (!loaded || !diagnostics.empty()) {
    refuse(diagnostics, texts);
  }
  return std::make_shared<const hosting::LoadedScenario>(*std::move(loaded));
}

}  // namespace jobrig::rig

namespace jobrig {

ScenarioError::ScenarioError(const std::string& text, std::vector<Mistake> mistakes)
    : Error(text), mistakes_(std::make_shared<const std::vector<Mistake>>(std::move(mistakes))) {}

}  // namespace jobrig
