// health: the subcommand that asks whether a `serve` with an admin interface is well: for images without curl.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_health();

}  // namespace jobrig::commands
