// `jobrig check`: reports all errors and warnings in scenario files. It does not run scenarios.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_check();

}  // namespace jobrig::commands
