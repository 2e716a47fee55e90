// conform: the subcommand that runs conformance cases against a client and judges it.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_conform();

}  // namespace jobrig::commands
