// Program: the commands of the catalogue and what else users may want to know of the program, as data for help, manual
// page and completion. It writes no texts (manual/ does).
#pragma once

#include "manual/program.h"

namespace jobrig::commands {

/// Every command with its options.
manual::Program program();

/// The command with this name; nothing: there is none.
const manual::Command* command_named(const manual::Program& program, std::string_view name);
/// The names of all commands.
std::vector<std::string> command_names();

/// `unknown command "lisst"; did you mean "list"?`
std::string unknown_command(std::string_view name);

}  // namespace jobrig::commands
