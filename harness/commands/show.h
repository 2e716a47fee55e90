// `jobrig show`: prints a built-in file, byte for byte. It does not read files from disk.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_show();

}  // namespace jobrig::commands
