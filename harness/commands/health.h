// `jobrig health`: checks that a running `jobrig serve` with an admin interface is healthy; for images without curl. It
// starts no server.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_health();

}  // namespace jobrig::commands
