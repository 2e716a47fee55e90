// `jobrig experiment`: runs an experiment on a running mock: stages with rules switched, and the steady state before
// and after. It starts no server and no clients.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_experiment();

}  // namespace jobrig::commands
