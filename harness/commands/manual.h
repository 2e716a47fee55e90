// `jobrig manual`: prints the manual page of the program for man(1).
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_manual();

}  // namespace jobrig::commands
