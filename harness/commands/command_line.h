// The command line: argv's words -> a command with its options filled in -> an exit code. It writes `--help` and
// `--version` and answers for unknown words.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "commands/catalogue.h"
#include "commands/command.h"

namespace jobrig::commands {

/// Runs the command that `words` (argv without the program's name) asks for.
ExitCode run_command_line(std::span<const std::string> words, Streams& streams);

/// What `jobrig --help` and `jobrig NAME --help` print: at most 24 lines of 100 columns each.
std::string program_help();
std::string command_help(const CommandRow& row, const Options& options);

}  // namespace jobrig::commands
