#include "conform/case_selection.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <ostream>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "base/glob.h"
#include "base/quote.h"
#include "base/random.h"
#include "base/suggest.h"
#include "load/case_loader.h"
#include "load/sources.h"
#include "model/case_names.h"
#include "plan/verify_answers.h"
#include "report/diagnostics_text.h"

namespace jobrig::conform {
namespace {

bool matches_any(const std::vector<std::string>& globs, std::string_view name) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return base::glob_matches(glob, name); });
}

std::vector<load::Source> find_cases(const std::vector<std::string>& paths, base::Diagnostics& diagnostics) {
  if (paths.empty()) {
    return load::shipped_sources(load::kCaseFolder);
  }
  std::vector<load::Source> sources;
  for (const std::string& path : paths) {
    std::vector<load::Source> found = load::find_sources(path, diagnostics);
    std::move(found.begin(), found.end(), std::back_inserter(sources));
  }
  return sources;
}

std::shared_ptr<const model::ConformanceCase> load_instance(const load::Document& document, std::uint64_t number,
                                                            base::Duration deadline, base::Diagnostics& diagnostics) {
  auto loaded = load::load_case(document, model::case_names(load::case_name(document.name), number), diagnostics);
  if (!loaded) {
    return nullptr;
  }
  if (deadline > base::Duration::zero()) {
    loaded->deadline = deadline;
  }
  return std::make_shared<const model::ConformanceCase>(std::move(*loaded));
}

/// Returns all cases, validated and sorted by name. Returns nothing if one has an error, which is printed to `err`.
std::optional<std::vector<SelectedCase>> read_cases(const SelectionOptions& options, std::ostream& err) {
  base::Diagnostics diagnostics;
  std::vector<SelectedCase> cases;
  std::set<std::string> names;
  report::SourceTexts texts;
  for (load::Source& source : find_cases(options.paths, diagnostics)) {
    if (auto document = load::parse(source, diagnostics)) {
      if (auto first = load_instance(*document, 1, options.deadline, diagnostics)) {
        plan::verify_answers(first->scenario, diagnostics);
        cases.push_back({std::move(*document), std::move(first)});
      }
    }
    if (const std::string name = load::case_name(source.name); !names.insert(name).second) {
      diagnostics.add({source.file, 0, 0}, "two cases are named " + base::quoted(name));
    }
    texts.emplace(std::move(source.file), std::move(source.text));
  }
  err << report::diagnostics_text(diagnostics, texts);
  std::sort(cases.begin(), cases.end(),
            [](const SelectedCase& one, const SelectedCase& other) { return one.first->name < other.first->name; });
  return diagnostics.empty() ? std::optional(std::move(cases)) : std::nullopt;
}

/// Reports each glob that matches no case: it is probably mistyped.
bool globs_match(const std::vector<std::string>& globs, std::string_view option, const std::vector<SelectedCase>& cases,
                 std::ostream& err) {
  std::vector<std::string_view> names;
  names.reserve(cases.size());
  for (const SelectedCase& selected : cases) {
    names.emplace_back(selected.first->name);
  }
  bool all = true;
  for (const std::string& glob : globs) {
    if (std::none_of(names.begin(), names.end(),
                     [&](std::string_view name) { return base::glob_matches(glob, name); })) {
      err << "jobrig: " << option << " " << base::quoted(glob) << " matches no case" << base::did_you_mean(glob, names)
          << "\n";
      all = false;
    }
  }
  return all;
}

/// Parses `2/5`, the second of five shards; returns nothing if the text is not a shard.
std::optional<std::pair<std::size_t, std::size_t>> parse_shard(std::string_view text) {
  std::size_t which = 0;
  std::size_t of = 0;
  const char* const end = text.data() + text.size();
  const auto [slash, problem] = std::from_chars(text.data(), end, which);
  if (problem != std::errc() || slash == end || *slash != '/') {
    return std::nullopt;
  }
  const auto [stop, problem_behind] = std::from_chars(slash + 1, end, of);
  if (problem_behind != std::errc() || stop != end || which < 1 || which > of) {
    return std::nullopt;
  }
  return std::pair(which, of);
}

void shuffle(std::vector<CaseInstance>& instances, std::uint64_t seed) {
  base::Random random(base::random_stream(seed, "conform", "shuffle"), 0);
  for (std::size_t i = instances.size(); i > 1; --i) {
    std::swap(instances[i - 1], instances[random() % i]);
  }
}

}  // namespace

std::optional<Selection> select_cases(const SelectionOptions& options, std::ostream& err) {
  auto cases = read_cases(options, err);
  if (!cases || !globs_match(options.run, "--run", *cases, err) || !globs_match(options.skip, "--skip", *cases, err)) {
    return std::nullopt;
  }
  Selection selection;
  selection.deadline = options.deadline;
  for (const SelectedCase& selected : *cases) {
    load::add_known_case(*selected.first, selection.known);
  }
  std::erase_if(*cases, [&](const SelectedCase& selected) {
    return (!options.run.empty() && !matches_any(options.run, selected.first->name)) ||
           matches_any(options.skip, selected.first->name);
  });
  std::pair<std::size_t, std::size_t> shard{1, 1};
  if (!options.shard.empty()) {
    const auto parsed = parse_shard(options.shard);
    if (!parsed) {
      err << "jobrig: --shard must be I/N with I from 1 to N, not " << base::quoted(options.shard) << "\n";
      return std::nullopt;
    }
    shard = *parsed;
  }
  for (std::size_t i = 0; i < cases->size(); ++i) {
    if (i % shard.second + 1 == shard.first) {
      selection.cases.push_back(std::move((*cases)[i]));
    }
  }
  for (std::uint64_t repeat = 1; repeat <= static_cast<std::uint64_t>(options.repeat); ++repeat) {
    for (std::size_t i = 0; i < selection.cases.size(); ++i) {
      selection.instances.push_back({i, repeat});
    }
  }
  if (options.shuffle) {
    shuffle(selection.instances, options.seed);
  }
  if (selection.instances.empty()) {
    err << "jobrig: no case is selected\n";
    return std::nullopt;
  }
  return selection;
}

std::shared_ptr<const model::ConformanceCase> Selection::instantiate(const CaseInstance& instance) const {
  const SelectedCase& selected = cases[instance.index];
  if (instance.repeat == 1) {
    return selected.first;
  }
  base::Diagnostics diagnostics;
  auto loaded = load_instance(selected.document, instance.repeat, deadline, diagnostics);
  if (!loaded) {
    throw std::logic_error("the case " + selected.first->name + " was read once and cannot be read again");
  }
  return loaded;
}

}  // namespace jobrig::conform
