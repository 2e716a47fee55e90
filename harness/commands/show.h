// `jobrig show`: prints a file that is inside the program, byte for byte.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_show();

}  // namespace jobrig::commands
