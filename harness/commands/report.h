// `jobrig report`: reads what `jobrig conform --json` wrote and writes it in other formats, several runs side by side.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_report();

}  // namespace jobrig::commands
