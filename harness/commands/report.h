// `jobrig report`: reads files written by `jobrig conform --json` and writes them in other formats; can compare several
// runs. It runs no cases.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_report();

}  // namespace jobrig::commands
