#include "conform/case_selection.h"

#include <algorithm>
#include <array>
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

std::shared_ptr<const model::ConformanceCase> load_instance(const load::Document& document,
                                                            const model::CaseNames& names, base::Duration deadline,
                                                            model::LevelProfile levels,
                                                            base::Diagnostics& diagnostics) {
  auto loaded = load::load_case(document, names, diagnostics, levels);
  if (!loaded) {
    return nullptr;
  }
  if (deadline > base::Duration::zero()) {
    loaded->deadline = deadline;
    loaded->exact_deadline = true;
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
    const auto file = load::parse(source, diagnostics);
    for (load::Document& document : file ? load::case_documents(*file, diagnostics) : std::vector<load::Document>()) {
      const std::string name = load::case_name(document.name);
      if (!names.insert(name).second) {
        diagnostics.add({source.file, 0, 0}, "two cases are named " + base::quoted(name));
      }
      if (auto first =
              load_instance(document, model::case_names(name, 1), options.deadline, options.levels, diagnostics)) {
        plan::verify_answers(first->scenario, diagnostics);
        cases.push_back({std::move(document), std::move(first), base::stable_hash(source.text)});
      }
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

/// Reports the names that no case has: the cases have changed.
bool names_exist(const std::set<std::string>& names, const expectations::KnownCases& known, std::ostream& err) {
  std::vector<std::string_view> valid;
  for (const auto& [name, unused] : known) {
    valid.emplace_back(name);
  }
  bool all = true;
  for (const std::string& name : names) {
    if (!known.contains(name)) {
      err << "jobrig: --rerun-failed: the case " << base::quoted(name) << " no longer exists"
          << base::did_you_mean(name, valid) << "\n";
      all = false;
    }
  }
  return all;
}

std::string hexadecimal(std::uint64_t number) {
  constexpr int kBase = 16;
  std::array<char, 2 * sizeof number> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, kBase).ptr;
  return {digits.data(), end};
}

/// Moves the cases of the shard into the selection. False, after a message, if it has none.
bool take_shard(std::vector<SelectedCase>& cases, const SelectionOptions& options, Selection& selection,
                std::ostream& err) {
  std::vector<std::string_view> names;
  std::string contents;
  for (const SelectedCase& selected : cases) {
    names.emplace_back(selected.first->name);
    contents += selected.first->name + ' ' + hexadecimal(selected.fingerprint) + '\n';
  }
  const std::vector<std::size_t> assigned = assign_shards(names, options.shard.count, options.times);
  selection.of_all_shards = cases.size();
  selection.suite = hexadecimal(base::stable_hash(contents));
  std::string distribution;
  for (const std::size_t shard : assigned) {
    distribution += std::to_string(shard) + ' ';
  }
  selection.distribution = hexadecimal(base::stable_hash(distribution));
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (assigned[i] == options.shard.index) {
      selection.cases.push_back(std::move(cases[i]));
    }
  }
  if (selection.cases.empty()) {
    err << "jobrig: "
        << (cases.empty() ? "no case is selected"
                          : "shard " + std::to_string(options.shard.index) + " of " +
                                std::to_string(options.shard.count) + " has no case: only " +
                                std::to_string(cases.size()) + (cases.size() == 1 ? " is selected" : " are selected"))
        << "\n";
  }
  return !selection.cases.empty();
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
  selection.levels = options.levels;
  for (const SelectedCase& selected : *cases) {
    expectations::add_known_case(*selected.first, selection.known);
  }
  if (options.only && !names_exist(*options.only, selection.known, err)) {
    return std::nullopt;
  }
  std::erase_if(*cases, [&](const SelectedCase& selected) {
    return (options.only && !options.only->contains(selected.first->name)) ||
           (!options.run.empty() && !matches_any(options.run, selected.first->name)) ||
           matches_any(options.skip, selected.first->name);
  });
  if (!take_shard(*cases, options, selection, err)) {
    return std::nullopt;
  }
  for (std::uint64_t repeat = 1; repeat <= static_cast<std::uint64_t>(options.repeat); ++repeat) {
    for (std::size_t i = 0; i < selection.cases.size(); ++i) {
      selection.instances.push_back({i, repeat});
    }
  }
  if (options.shuffle) {
    shuffle(selection.instances, options.seed);
  }
  return selection;
}

std::shared_ptr<const model::ConformanceCase> Selection::instantiate(
    const CaseInstance& instance, const std::optional<model::Elsewhere>& elsewhere) const {
  const SelectedCase& selected = cases[instance.index];
  if (instance.repeat == 1 && !(elsewhere && selected.first->uses_elsewhere)) {
    return selected.first;
  }
  base::Diagnostics diagnostics;
  auto names = model::case_names(load::case_name(selected.document.name), instance.repeat);
  names.elsewhere = elsewhere.value_or(names.elsewhere);
  auto loaded = load_instance(selected.document, names, deadline, levels, diagnostics);
  if (!loaded) {
    throw std::logic_error("the case " + selected.first->name + " was read once and cannot be read again");
  }
  return loaded;
}

}  // namespace jobrig::conform
