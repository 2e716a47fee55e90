#include "commands/help.h"

#include <optional>
#include <ostream>
#include <string>

#include "commands/program.h"
#include "manual/help.h"

namespace jobrig::commands {
namespace {

class Help final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("COMMAND", name_, "command to describe (default: list the commands)", command_names());
    options.example("jobrig help serve");
  }

  ExitCode run(Streams& streams) override {
    const manual::Program all = program();
    if (!name_) {
      streams.out << manual::program_help(all);
      return ExitCode::kFine;
    }
    const manual::Command* const command = command_named(all, *name_);
    if (command == nullptr) {
      streams.err << "jobrig: " << unknown_command(*name_) << "\njobrig: see jobrig --help\n";
      return ExitCode::kUserOrWorld;
    }
    streams.out << manual::command_help(*command);
    return ExitCode::kFine;
  }

 private:
  std::optional<std::string> name_;
};

}  // namespace

std::unique_ptr<Command> make_help() { return std::make_unique<Help>(); }

}  // namespace jobrig::commands
