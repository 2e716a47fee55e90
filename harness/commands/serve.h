// `jobrig serve`: serves scenarios until it is stopped. It does not implement the server (serve/ does).
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_serve();

}  // namespace jobrig::commands
