// `jobrig export`: converts a journal file to a format of other tools. It reads no results of conform (report does).
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_export();

}  // namespace jobrig::commands
