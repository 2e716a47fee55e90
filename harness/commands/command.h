// Command: what a subcommand is. Each is one file with a `make_…` function and one line in catalogue.cc; it says what
// it takes, and then runs. It never sees argv, and it doesn't exit: it returns.
#pragma once

#include <iosfwd>

#include "commands/exit_code.h"
#include "commands/options.h"

namespace jobrig::commands {

/// Where a command writes: answers to `out`, messages for people to `err`, each `jobrig: …`.
struct Streams {
  std::ostream& out;
  std::ostream& err;
};

class Command {
 public:
  Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;
  virtual ~Command() = default;

  /// Binds the command's own members to its options. Called once, before run.
  virtual void declare(Options& options) = 0;
  /// Does it, with all options filled in. What it throws is a bug of ours, not of the user's.
  virtual ExitCode run(Streams& streams) = 0;
};

}  // namespace jobrig::commands
