// Scenario files: from the words on a command line to one checked scenario, with every mistake printed. It joins load/,
// plan/'s check of answers and the shipped files; commands that need a scenario start here.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/scenario.h"

namespace jobrig::commands {

struct CommandScenario {
  model::Scenario scenario;        // all of them joined
  std::vector<std::string> names;  // of each, in order
};

/// Each word is a file, a folder (all its scenarios) or the name of a shipped scenario or folder of them; no word at
/// all is the built-in scenario, demos/default. `contract` (original, current; empty: original) is the edition of
/// scenarios that state none. Prints every mistake to `err` and returns nothing if there is one.
std::optional<CommandScenario> load_for_command(const std::vector<std::string>& words, std::string_view contract,
                                                std::ostream& err);

}  // namespace jobrig::commands
