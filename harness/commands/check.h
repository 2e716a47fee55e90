// `jobrig check`: reports every mistake of scenario files.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_check();

}  // namespace jobrig::commands
