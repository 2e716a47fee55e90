// TLS context: OpenSSL set up for one way of treating connections. No sessions are kept and no tickets given: every
// connection makes a whole handshake, so that a scenario's flaws strike each of them.
#pragma once

#include <string>

#include "certificates/certificates.h"
#include "certificates/openssl.h"
#include "model/tls.h"

namespace jobrig::serve {

/// `client_authority`: whose device certificates are taken, PEM. With ClientCertificateDemand::kAsk the SSL's app data
/// must be a model::ClientCertificate: its `problem` becomes what is wrong with the one shown.
certificates::SslContextPointer make_tls_context(const model::TlsSettings& settings,
                                                 const certificates::Identity& identity,
                                                 const std::string& client_authority);

}  // namespace jobrig::serve
