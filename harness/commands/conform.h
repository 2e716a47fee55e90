// `jobrig conform`: runs conformance cases against a client and judges it. It does not implement runs (conform/ does).
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_conform();

}  // namespace jobrig::commands
