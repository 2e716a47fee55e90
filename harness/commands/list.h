// `jobrig list`: prints the tables that the program works by.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_list();

}  // namespace jobrig::commands
