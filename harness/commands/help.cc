#include "commands/help.h"

#include <ostream>
#include <string>
#include <vector>

#include "commands/program.h"
#include "manual/help.h"

namespace jobrig::commands {
namespace {

class Help final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("COMMAND", names_, 0, 1, "command to describe (default: list the commands)", command_names());
    options.example("jobrig help serve");
  }

  ExitCode run(Streams& streams) override {
    const manual::Program all = program();
    if (names_.empty()) {
      streams.out << manual::program_help(all);
      return ExitCode::kFine;
    }
    const manual::Command* const command = command_named(all, names_.front());
    if (command == nullptr) {
      streams.err << "jobrig: " << unknown_command(names_.front()) << "\njobrig: see jobrig --help\n";
      return ExitCode::kUserOrWorld;
    }
    streams.out << manual::command_help(*command);
    return ExitCode::kFine;
  }

 private:
  std::vector<std::string> names_;
};

}  // namespace

std::unique_ptr<Command> make_help() { return std::make_unique<Help>(); }

}  // namespace jobrig::commands
