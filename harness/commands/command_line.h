// Command line: parses the words of argv, fills in the options of a command, runs the command and returns its exit
// code. It prints `--help` and `--version` and reports unknown words. It does not implement commands.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "commands/catalogue.h"
#include "commands/command.h"

namespace jobrig::commands {

/// Runs the command that `words` (argv without the name of the program) selects.
ExitCode run_command_line(std::span<const std::string> words, Streams& streams);

/// The text of `jobrig --help` and `jobrig NAME --help`: at most 24 lines of 100 columns each.
std::string program_help();
std::string command_help(const CommandRow& row, const Options& options);

}  // namespace jobrig::commands
