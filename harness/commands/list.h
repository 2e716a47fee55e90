// `jobrig list`: prints the tables that the program uses. It does not contain the tables (list_tables.h does).
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_list();

}  // namespace jobrig::commands
