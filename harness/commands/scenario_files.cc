#include "commands/scenario_files.h"

#include <iterator>
#include <ostream>
#include <utility>

#include "contract/shipped_scenarios.h"
#include "load/scenario_loader.h"
#include "load/sources.h"
#include "plan/verify_answers.h"

namespace jobrig::commands {
namespace {

std::vector<load::ShippedFile> shipped_files() {
  std::vector<load::ShippedFile> files;
  for (const contract::ShippedScenario& shipped : contract::shipped_scenarios()) {
    files.push_back({shipped.path, shipped.text});
  }
  return files;
}

}  // namespace

std::optional<CommandScenario> load_for_command(const std::vector<std::string>& words, std::string_view contract,
                                                std::ostream& err) {
  base::Diagnostics diagnostics;
  std::vector<load::Source> sources;
  const std::vector<load::ShippedFile> shipped = shipped_files();
  for (const std::string& word : words) {
    std::vector<load::Source> found = load::find_sources(word, shipped, diagnostics);
    std::move(found.begin(), found.end(), std::back_inserter(sources));
  }
  CommandScenario result;
  if (!sources.empty()) {
    if (auto scenario = load::load_scenarios(sources, diagnostics)) {
      result.scenario = std::move(*scenario);
      if (!contract.empty()) {
        result.scenario.edition = contract == "current" ? model::Edition::kCurrent : model::Edition::kOriginal;
      }
      plan::verify_answers(result.scenario, diagnostics);
    }
  }
  for (const load::Source& source : sources) {
    result.names.push_back(source.name);
  }
  for (const base::Diagnostic& mistake : diagnostics.list()) {
    err << mistake.place.file << ":" << mistake.place.line << ":" << mistake.place.column << ": " << mistake.message
        << "\n";
  }
  return diagnostics.empty() ? std::optional(std::move(result)) : std::nullopt;
}

}  // namespace jobrig::commands
