// TLS context: an OpenSSL context for one TLS setting. It keeps no sessions and issues no tickets: every connection
// makes a full handshake, so the faults of a scenario affect every connection. It does not accept connections.
#pragma once

#include <cstdint>
#include <string>

#include "certificates/certificates.h"
#include "certificates/openssl.h"
#include "model/tls.h"

namespace jobrig::transport {

/// What clients speak over TLS. It decides which protocol names (ALPN, RFC 7301) are accepted.
enum class Application : std::uint8_t { kHttp, kMqtt };

/// `client_authority`: the issuer of accepted device certificates, PEM. With ClientCertificateDemand::kAsk the app data
/// of the SSL object must be a model::ClientCertificate; its `problem` is set to what is wrong with the certificate
/// that the client sent.
certificates::SslContextPointer make_tls_context(const model::TlsSettings& settings,
                                                 const certificates::Identity& identity,
                                                 const std::string& client_authority,
                                                 Application application = Application::kHttp);

}  // namespace jobrig::transport
