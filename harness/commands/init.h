// `jobrig init`: writes the first files for testing a client of some kind, and runs them once. The files are in init/.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_init();

}  // namespace jobrig::commands
