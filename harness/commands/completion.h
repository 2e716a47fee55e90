// `jobrig completion`: prints the script that completes command lines in a shell.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_completion();

}  // namespace jobrig::commands
