#include "hosting/scenario_files.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <ostream>
#include <set>
#include <utility>

#include "contract/editions.h"
#include "load/sources.h"
#include "plan/verify_answers.h"
#include "report/diagnostics_text.h"

namespace jobrig::hosting {
namespace {

/// Lets a source record which other files it reads.
void note_reads(load::Source& source, const std::shared_ptr<std::set<std::string>>& paths) {
  if (!source.read_beside) {
    return;
  }
  const std::filesystem::path folder = std::filesystem::path(source.file).parent_path();
  source.read_beside = [read = std::move(source.read_beside), paths, folder](const std::string& path) {
    paths->insert((folder / path).generic_string());
    return read(path);
  };
}

}  // namespace

std::optional<LoadedScenario> load_sources(std::vector<load::Source> sources, std::string_view contract,
                                           base::Diagnostics& diagnostics) {
  if (sources.empty()) {
    return std::nullopt;
  }
  const auto beside = std::make_shared<std::set<std::string>>();
  std::for_each(sources.begin(), sources.end(), [&](load::Source& source) { note_reads(source, beside); });
  const std::size_t before = diagnostics.list().size();
  const auto edition = contract::edition_named(contract).value_or(model::Edition::kOriginal);
  LoadedScenario result;
  if (auto scenario = load::load_scenarios(sources, diagnostics, edition)) {
    result.scenario = std::move(*scenario);
    plan::verify_answers(result.scenario, diagnostics);
  }
  if (diagnostics.list().size() > before) {
    return std::nullopt;
  }
  for (load::Source& source : sources) {
    result.names.push_back(source.name);
    result.files.push_back({std::move(source.name), std::move(source.file), std::move(source.text)});
  }
  result.beside.assign(beside->begin(), beside->end());
  return result;
}

std::optional<LoadedScenario> load_for_command(const std::vector<std::string>& words, std::string_view contract,
                                               std::ostream& err) {
  base::Diagnostics diagnostics;
  std::vector<load::Source> sources;
  const std::vector<std::string> built_in{"demos/default"};
  for (const std::string& word : words.empty() ? built_in : words) {
    std::vector<load::Source> found = load::find_sources(word, diagnostics);
    std::move(found.begin(), found.end(), std::back_inserter(sources));
  }
  report::SourceTexts texts;
  for (const load::Source& source : sources) {
    texts.emplace(source.file, source.text);
  }
  auto result = load_sources(std::move(sources), contract, diagnostics);
  err << report::diagnostics_text(diagnostics, texts);
  return diagnostics.empty() ? std::move(result) : std::nullopt;
}

}  // namespace jobrig::hosting
