// Command line: parses the words of argv, fills in the options of a command, runs the command and returns its exit
// code. It prints `--help` and `--version` and reports unknown words. It does not implement commands.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "commands/command.h"

namespace jobrig::commands {

/// Runs the command that `words` (argv without the name of the program) selects. `commit` is what the program was built
/// from; empty if it is not known.
ExitCode run_command_line(std::span<const std::string> words, Streams& streams, std::string_view commit = {});

}  // namespace jobrig::commands
