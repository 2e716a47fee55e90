// Help: the texts of `jobrig --help` and `jobrig COMMAND --help`, at most 80 columns wide. It prints nothing.
#pragma once

#include <string>

#include "manual/program.h"

namespace jobrig::manual {

/// The commands, the options of the program and its exit codes.
std::string program_help(const Program& program);
/// The usage, options and examples of one command.
std::string command_help(const Command& command);

}  // namespace jobrig::manual
