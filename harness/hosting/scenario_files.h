// Scenario files: loads one validated scenario, with all errors, from the words of a command line or from a text. It
// combines load/, plan/'s check of responses and the shipped files. Commands that need a scenario start here. It does
// not parse YAML or JSON itself (load/ does).
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
  /// A file that is part of the scenario.
  struct File {
    std::string name;  // the name for the random seed and for reports
    std::string path;  // the name in messages
    std::string text;
  };

  model::Scenario scenario;         // all files merged
  std::vector<std::string> names;   // name of each scenario, in order
  std::vector<File> files;          // likewise
  std::vector<std::string> beside;  // paths of all files that were read in addition
};

/// Each word is a file, a folder (all its scenarios) or the name of a shipped scenario or folder of scenarios. Without
/// words, the built-in scenario demos/default is loaded. `contract` (original, current; empty: original) is the default
/// edition of scenarios that state none. Prints all errors to `err` and returns nothing if there are any.
std::optional<LoadedScenario> load_for_command(const std::vector<std::string>& words, std::string_view contract,
                                               std::ostream& err);
/// The same for resolved sources. Returns nothing if there are errors, and appends them to `diagnostics`. Diagnostics
/// from before the call do not count.
std::optional<LoadedScenario> load_sources(std::vector<load::Source> sources, std::string_view contract,
                                           base::Diagnostics& diagnostics);

}  // namespace jobrig::hosting
