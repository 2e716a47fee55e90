// TLS of `serve`: the authority (from a folder, or thrown away with the process) and the acceptor for a scenario's
// connections.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/tls.h"
#include "serve/tls_acceptor.h"

namespace jobrig::hosting {

/// `folder`: where the authority lies or will lie; empty: nowhere. `listen`: host:port, for the certificates' names.
/// `choose`: which of the settings a new connection gets.
base::Result<std::shared_ptr<serve::TlsAcceptor>> make_tls(const std::string& folder, const std::string& listen,
                                                           const std::vector<model::TlsSettings>& settings,
                                                           serve::TlsAcceptor::Choose choose);

}  // namespace jobrig::hosting
