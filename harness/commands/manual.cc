#include "commands/manual.h"

#include <ostream>

#include "commands/program.h"
#include "manual/roff.h"

namespace jobrig::commands {
namespace {

class Manual final : public Command {
 public:
  void declare(Options& options) override {
    options.example("jobrig manual | man -l -");
    options.example("jobrig manual > /usr/local/share/man/man1/jobrig.1");
  }

  ExitCode run(Streams& streams) override {
    streams.out << manual::manual_page(program());
    return ExitCode::kFine;
  }
};

}  // namespace

std::unique_ptr<Command> make_manual() { return std::make_unique<Manual>(); }

}  // namespace jobrig::commands
