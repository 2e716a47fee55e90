// `jobrig help`: prints the help of the program or of one command.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_help();

}  // namespace jobrig::commands
