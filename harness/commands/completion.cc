#include "commands/completion.h"

#include <ostream>
#include <string>
#include <vector>

#include "base/suggest.h"
#include "commands/program.h"
#include "manual/completion.h"

namespace jobrig::commands {
namespace {

std::vector<std::string> shell_names() {
  std::vector<std::string> names;
  for (const manual::Shell& shell : manual::shells()) {
    names.emplace_back(shell.name);
  }
  return names;
}

class Completion final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("SHELL", shells_, 1, 1, "shell of the script: bash, zsh or fish", shell_names());
    for (const manual::Shell& shell : manual::shells()) {
      options.example(std::string(shell.enable));
    }
  }

  ExitCode run(Streams& streams) override {
    std::vector<std::string_view> names;
    for (const manual::Shell& shell : manual::shells()) {
      if (shell.name == shells_.front()) {
        streams.out << shell.script(program());
        return ExitCode::kFine;
      }
      names.push_back(shell.name);
    }
    streams.err << "jobrig: unknown shell \"" << shells_.front() << "\"; expected bash, zsh or fish"
                << base::did_you_mean(shells_.front(), names) << "\n";
    return ExitCode::kUserOrWorld;
  }

 private:
  std::vector<std::string> shells_;
};

}  // namespace

std::unique_ptr<Command> make_completion() { return std::make_unique<Completion>(); }

}  // namespace jobrig::commands
