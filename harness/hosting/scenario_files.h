// Scenario files: from the words on a command line, or from a text, to one checked scenario, with every mistake. It
// joins load/, plan/'s check of answers and the shipped files; commands that need a scenario start here.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "load/scenario_loader.h"
#include "model/scenario.h"

namespace jobrig::hosting {

struct LoadedScenario {
  /// A file that it was made of.
  struct File {
    std::string name;  // how chance and reports call it
    std::string path;  // how messages call it
    std::string text;
  };

  model::Scenario scenario;         // all of them joined
  std::vector<std::string> names;   // of each, in order
  std::vector<File> files;          // likewise
  std::vector<std::string> beside;  // paths of all that was read beside them
};

/// Each word is a file, a folder (all its scenarios) or the name of a shipped scenario or folder of them; no word at
/// all is the built-in scenario, demos/default. `contract` (original, current; empty: original) is the edition of
/// scenarios that state none. Prints every mistake to `err` and returns nothing if there is one.
std::optional<LoadedScenario> load_for_command(const std::vector<std::string>& words, std::string_view contract,
                                               std::ostream& err);
/// The same for what the words mean already: nothing when there are mistakes, which stand in `diagnostics` then. Those
/// that are there before are not counted in.
std::optional<LoadedScenario> load_sources(std::vector<load::Source> sources, std::string_view contract,
                                           base::Diagnostics& diagnostics);

}  // namespace jobrig::hosting
