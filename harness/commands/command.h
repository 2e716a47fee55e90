// Command: the interface of a subcommand. Each subcommand is one file with a `make_…` function and one line in
// catalogue.cc. It declares its options and then runs. It does not read argv and does not call exit().
#pragma once

#include <cstddef>
#include <iosfwd>

#include "commands/exit_code.h"
#include "commands/options.h"

namespace jobrig::commands {

/// The output of a command: results go to `out`, messages for users (`jobrig: …`) to `err`.
struct Streams {
  std::ostream& out;
  std::ostream& err;
  std::size_t columns = 0;  // of the terminal behind `out`; 0: it is not a terminal
};

class Command {
 public:
  Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;
  virtual ~Command() = default;

  /// Binds the members of the command to its options. Called once, before run().
  virtual void declare(Options& options) = 0;
  /// Runs the command after all options are set. An exception from run() is a bug in jobrig, not a user error.
  virtual ExitCode run(Streams& streams) = 0;
};

}  // namespace jobrig::commands
