#include "commands/scenario_files.h"

#include <iterator>
#include <ostream>
#include <utility>

#include "contract/editions.h"
#include "load/scenario_loader.h"
#include "load/sources.h"
#include "plan/verify_answers.h"
#include "report/diagnostics_text.h"

namespace jobrig::commands {

std::optional<CommandScenario> load_for_command(const std::vector<std::string>& words, std::string_view contract,
                                                std::ostream& err) {
  base::Diagnostics diagnostics;
  std::vector<load::Source> sources;
  const std::vector<std::string> built_in{"demos/default"};
  for (const std::string& word : words.empty() ? built_in : words) {
    std::vector<load::Source> found = load::find_sources(word, diagnostics);
    std::move(found.begin(), found.end(), std::back_inserter(sources));
  }
  CommandScenario result;
  if (!sources.empty()) {
    const auto edition = contract::edition_named(contract).value_or(model::Edition::kOriginal);
    if (auto scenario = load::load_scenarios(sources, diagnostics, edition)) {
      result.scenario = std::move(*scenario);
      plan::verify_answers(result.scenario, diagnostics);
    }
  }
  report::SourceTexts texts;
  for (load::Source& source : sources) {
    result.names.push_back(std::move(source.name));
    texts.emplace(std::move(source.file), std::move(source.text));
  }
  err << report::diagnostics_text(diagnostics, texts);
  return diagnostics.empty() ? std::optional(std::move(result)) : std::nullopt;
}

}  // namespace jobrig::commands
