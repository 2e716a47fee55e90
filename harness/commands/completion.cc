#include "commands/completion.h"

#include <ostream>
#include <string>
#include <vector>

#include "base/catalogue.h"
#include "base/suggest.h"
#include "commands/program.h"
#include "manual/completion.h"

namespace jobrig::commands {
namespace {

std::vector<std::string> shell_names() {
  const std::vector<std::string_view> names = base::names_in(manual::shells());
  return {names.begin(), names.end()};
}

class Completion final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("SHELL", shell_, "shell of the script: bash, zsh or fish", shell_names());
    for (const manual::Shell& shell : manual::shells()) {
      options.example(std::string(shell.enable));
    }
  }

  ExitCode run(Streams& streams) override {
    if (const manual::Shell* const shell = base::row_named(manual::shells(), shell_)) {
      streams.out << shell->script(program());
      return ExitCode::kFine;
    }
    streams.err << "jobrig: unknown shell \"" << shell_ << "\"; expected bash, zsh or fish"
                << base::did_you_mean(shell_, base::names_in(manual::shells())) << "\n";
    return ExitCode::kUserOrWorld;
  }

 private:
  std::string shell_;
};

}  // namespace

std::unique_ptr<Command> make_completion() { return std::make_unique<Completion>(); }

}  // namespace jobrig::commands
