// `jobrig certs`: writes valid and invalid device certificates for mutual TLS with `jobrig serve --tls --tls-dir`. It
// does not serve.
#pragma once

#include <memory>

#include "commands/command.h"

namespace jobrig::commands {

std::unique_ptr<Command> make_certs();

}  // namespace jobrig::commands
