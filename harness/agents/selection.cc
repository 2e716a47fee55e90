#include "agents/selection.h"

#include <algorithm>
#include <iomanip>
#include <iterator>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "base/glob.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "life_cycles/loader.h"
#include "report/diagnostics_text.h"

namespace jobrig::agents {
namespace {

bool is_in(const std::vector<std::string>& globs, std::string_view name) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return base::glob_matches(glob, name); });
}

/// Reports the globs that match no life cycle: they are probably mistyped.
bool all_match(const std::vector<std::string>& globs, std::string_view option,
               const std::vector<life_cycles::LifeCycle>& cycles, std::ostream& err) {
  std::vector<std::string_view> names;
  std::transform(cycles.begin(), cycles.end(), std::back_inserter(names),
                 [](const life_cycles::LifeCycle& cycle) { return std::string_view(cycle.name); });
  bool all = true;
  for (const std::string& glob : globs) {
    if (std::none_of(names.begin(), names.end(), [&](auto name) { return base::glob_matches(glob, name); })) {
      err << "jobrig: " << option << " " << base::quoted(glob) << " matches no life cycle"
          << base::did_you_mean(glob, names) << "\n";
      all = false;
    }
  }
  return all;
}

std::vector<load::Source> sources_of(const std::vector<std::string>& paths, base::Diagnostics& diagnostics) {
  if (paths.empty()) {
    return load::shipped_sources(life_cycles::kLifeCycleFolder);
  }
  std::vector<load::Source> sources;
  for (const std::string& path : paths) {
    std::vector<load::Source> found = load::find_sources(path, diagnostics);
    std::move(found.begin(), found.end(), std::back_inserter(sources));
  }
  return sources;
}

}  // namespace

std::optional<std::vector<life_cycles::LifeCycle>> select_life_cycles(const conform::SelectionOptions& options,
                                                                      std::ostream& err) {
  base::Diagnostics diagnostics;
  report::SourceTexts texts;
  const std::vector<load::Source> sources = sources_of(options.paths, diagnostics);
  for (const load::Source& source : sources) {
    texts.emplace(source.file, source.text);
  }
  std::vector<life_cycles::LifeCycle> cycles = life_cycles::load_life_cycles(sources, diagnostics);
  err << report::diagnostics_text(diagnostics, texts);
  if (!diagnostics.empty() || !all_match(options.run, "--run", cycles, err) ||
      !all_match(options.skip, "--skip", cycles, err)) {
    return std::nullopt;
  }
  std::erase_if(cycles, [&](const life_cycles::LifeCycle& cycle) {
    return (!options.run.empty() && !is_in(options.run, cycle.name)) || is_in(options.skip, cycle.name);
  });
  if (cycles.empty()) {
    err << "jobrig: no life cycle is selected\n";
    return std::nullopt;
  }
  return cycles;
}

void print_life_cycles(const std::vector<life_cycles::LifeCycle>& cycles, std::ostream& out) {
  for (const life_cycles::LifeCycle& cycle : cycles) {
    out << std::left << std::setw(28) << cycle.name << "  " << cycle.summary << '\n';
  }
}

}  // namespace jobrig::agents
