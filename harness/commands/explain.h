// `jobrig explain`: prints the response of a scenario to a request, byte by byte, and the reasons for it. It opens no
// socket.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_explain();

}  // namespace jobrig::commands
