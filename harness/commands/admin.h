// `jobrig admin`: sends one request to the admin interfaces of several servers, as a fleet of replicas has them, and
// joins their responses. schemas/admin.openapi.json describes the interface.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_admin();

}  // namespace jobrig::commands
