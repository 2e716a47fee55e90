// `jobrig certs`: writes device certificates, good and bad, for mutual TLS with `jobrig serve --tls --tls-dir`.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_certs();

}  // namespace jobrig::commands
