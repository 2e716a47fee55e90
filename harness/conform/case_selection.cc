#include "conform/case_selection.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <ostream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "base/glob.h"
#include "base/quote.h"
#include "base/random.h"
#include "base/suggest.h"
#include "conform/seen_cases.h"
#include "load/sources.h"
#include "model/case_names.h"
#include "plan/verify_answers.h"
#include "report/diagnostics_text.h"
#include "suite/case_loader.h"
#include "suite/name_substitution.h"

namespace jobrig::conform {
namespace {

bool matches_any(const std::vector<std::string>& globs, std::string_view name) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return base::glob_matches(glob, name); });
}

std::vector<load::Source> find_cases(const std::vector<std::string>& paths, base::Diagnostics& diagnostics) {
  if (paths.empty()) {
    return load::shipped_sources(suite::kCaseFolder);
  }
  std::vector<load::Source> sources;
  for (const std::string& path : paths) {
    std::vector<load::Source> found = load::find_sources(path, diagnostics);
    std::move(found.begin(), found.end(), std::back_inserter(sources));
  }
  return sources;
}

model::CaseNames names_of(const load::Document& document, std::uint64_t instance, std::uint64_t seed) {
  const std::string name = suite::case_name(document.name);
  return suite::extends_names(document.root) ? model::case_names(name, instance)
                                             : model::drawn_case_names(name, instance, seed);
}

std::shared_ptr<const model::ConformanceCase> load_instance(const load::Document& document,
                                                            const model::CaseNames& names, base::Duration deadline,
                                                            model::LevelProfile levels,
                                                            base::Diagnostics& diagnostics) {
  auto loaded = suite::load_case(document, names, diagnostics, levels);
  if (!loaded) {
    return nullptr;
  }
  if (deadline > base::Duration::zero()) {
    loaded->deadline = deadline;
    loaded->exact_deadline = true;
  }
  return std::make_shared<const model::ConformanceCase>(std::move(*loaded));
}

/// A case of a file that was parsed; it may contain mistakes.
struct FoundCase {
  std::string name;
  load::Document document;
  std::uint64_t fingerprint = 0;  // of the text of its file
};

/// All cases, sorted by name.
std::vector<FoundCase> parse_cases(const SelectionOptions& options, report::SourceTexts& texts,
                                   base::Diagnostics& diagnostics) {
  std::vector<FoundCase> cases;
  SeenCases seen;
  for (load::Source& source : find_cases(options.paths, diagnostics)) {
    const auto file = load::parse(source, diagnostics);
    for (load::Document& document : file ? suite::case_documents(*file, diagnostics) : std::vector<load::Document>()) {
      std::string name = suite::case_name(document.name);
      seen.add(document, diagnostics);
      cases.push_back({std::move(name), std::move(document), base::stable_hash(source.text)});
    }
    texts.emplace(std::move(source.file), std::move(source.text));
  }
  std::sort(cases.begin(), cases.end(), [](const auto& one, const auto& other) { return one.name < other.name; });
  return cases;
}

bool is_selected(const SelectionOptions& options, std::string_view name) {
  return (!options.only || options.only->contains(std::string(name))) &&
         (options.run.empty() || matches_any(options.run, name)) && !matches_any(options.skip, name);
}

/// Loads the selected cases. Tests validate the built-in ones, so those are not loaded for nothing; mistakes in the
/// files of users are found in all.
std::vector<SelectedCase> load_cases(std::vector<FoundCase>& found, const SelectionOptions& options,
                                     expectations::KnownCases& known, base::Diagnostics& diagnostics) {
  std::vector<SelectedCase> cases;
  for (FoundCase& one : found) {
    const bool selected = is_selected(options, one.name);
    if (!selected && options.paths.empty() && !options.all_known && !options.only) {
      continue;
    }
    auto first = load_instance(one.document, names_of(one.document, 1, options.seed), options.deadline, options.levels,
                               diagnostics);
    if (first) {
      plan::verify_answers(first->scenario, diagnostics);
      expectations::add_known_case(*first, known);
    }
    if (first && selected) {
      cases.push_back({std::move(one.document), std::move(first), one.fingerprint});
    }
  }
  return cases;
}

/// Reports each glob that matches no case: it is probably mistyped.
bool globs_match(const std::vector<std::string>& globs, std::string_view option, const std::vector<FoundCase>& cases,
                 std::ostream& err) {
  std::vector<std::string_view> names;
  names.reserve(cases.size());
  for (const FoundCase& one : cases) {
    names.emplace_back(one.name);
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
  base::Diagnostics diagnostics;
  report::SourceTexts texts;
  Selection selection;
  std::vector<FoundCase> found = parse_cases(options, texts, diagnostics);
  std::vector<SelectedCase> cases = load_cases(found, options, selection.known, diagnostics);
  err << report::diagnostics_text(diagnostics, texts);
  if (!diagnostics.empty() || !globs_match(options.run, "--run", found, err) ||
      !globs_match(options.skip, "--skip", found, err) ||
      (options.only && !names_exist(*options.only, selection.known, err))) {
    return std::nullopt;
  }
  selection.deadline = options.deadline;
  selection.levels = options.levels;
  selection.seed = options.seed;
  if (!take_shard(cases, options, selection, err)) {
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
  auto names = names_of(selected.document, instance.repeat, seed);
  names.elsewhere = elsewhere.value_or(names.elsewhere);
  auto loaded = load_instance(selected.document, names, deadline, levels, diagnostics);
  if (!loaded) {
    throw std::logic_error("the case " + selected.first->name + " was read once and cannot be read again");
  }
  return loaded;
}

}  // namespace jobrig::conform
