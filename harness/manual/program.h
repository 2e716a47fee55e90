// Program: the commands and options of the program as data for the texts about it: help, manual page and completion of
// shells. It does not parse options and runs no command (commands/ does).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::manual {

struct Option {
  std::string name;         // --listen; for positional words SCENARIO
  std::string placeholder;  // HOST:PORT; empty: a flag, or positional words
  std::string help;
  bool positional = false;
  std::size_t least = 0;  // how often the option may be given
  std::size_t most = 1;
  std::vector<std::string> words{};  // all valid values; empty: any value
  std::string short_name{};          // -h; empty: none
  bool may_lack_value = false;       // a value follows only after `=`: --watch, --watch=reset
};

/// Options that `--help` shows as one entry, to fit a screen.
struct OptionGroup {
  std::size_t first = 0;  // index of its first option
  std::size_t count = 0;
  std::string label;  // --FORMAT FILE
  std::string help;
};

struct Command {
  std::string name;     // serve
  std::string summary;  // a phrase
  std::vector<Option> options;
  std::vector<OptionGroup> groups;    // in order
  std::vector<std::string> examples;  // command lines
};

/// A term and its explanation: an exit code, a variable, a file.
struct Entry {
  std::string term;
  std::string text;
};

struct Program {
  std::string version;
  std::vector<Command> commands;
  std::vector<Option> options;  // of the program without a command
  std::vector<Entry> exit_codes;
  std::vector<Entry> variables;  // of the environment
  std::vector<Entry> files;
};

inline constexpr std::string_view kProgramName = "jobrig";
inline constexpr std::string_view kProgramSummary = "mock the AWS IoT Jobs data plane, inject faults, and test clients";

/// `[SCENARIO…]` for positional words; `--listen HOST:PORT` and `--watch[=reset]` for options.
std::string usage_word(const Option& option);
/// `jobrig serve [SCENARIO…] [OPTIONS]`.
std::string usage(const Command& command);
/// The positional words of the command; null: it takes none.
const Option* positional_of(const Command& command);

}  // namespace jobrig::manual
