// TLS of `serve`: the authority (from a folder, or thrown away with the process) and the acceptor for a scenario's
// connections.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "plan/tls_choice.h"
#include "serve/tls_acceptor.h"

namespace jobrig::commands {

/// `folder`: where the authority lies or will lie; empty: nowhere. `listen`: host:port, for the certificates' names.
/// Borrows the choice, which must outlive the acceptor.
base::Result<std::shared_ptr<serve::TlsAcceptor>> make_tls(const std::string& folder, const std::string& listen,
                                                           plan::TlsChoice& choice);

}  // namespace jobrig::commands
