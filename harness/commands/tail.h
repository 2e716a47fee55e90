// `jobrig tail`: prints the exchanges of a running server as they happen.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_tail();

}  // namespace jobrig::commands
