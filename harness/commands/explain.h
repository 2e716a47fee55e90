// `jobrig explain`: what a scenario would answer to a request, byte by byte, and why; without a socket.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_explain();

}  // namespace jobrig::commands
