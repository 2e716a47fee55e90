// serve: the subcommand that answers clients from scenarios until it is told to stop.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_serve();

}  // namespace jobrig::commands
