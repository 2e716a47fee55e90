// TLS of `serve`: creates the certificate authority (stored in a folder, or kept only for the life of the process) and
// the TLS acceptor for a scenario. It does not accept connections (serve/ does).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "certificates/certificates.h"
#include "model/tls.h"
#include "transport/tls_acceptor.h"

namespace jobrig::hosting {

/// The authority in a folder, where it is stored if there is none yet; empty: a temporary one.
base::Result<certificates::CertificateAuthority> open_authority(const std::string& folder);

/// `folder`: where the authority is or will be stored; empty: nowhere. `listen`: host:port, for the names in the
/// certificates. `choose`: chooses the TLS setting of a new connection.
base::Result<std::shared_ptr<transport::TlsAcceptor>> make_tls(const std::string& folder, const std::string& listen,
                                                               const std::vector<model::TlsSettings>& settings,
                                                               transport::TlsAcceptor::Choose choose);
/// The same with an existing authority.
std::shared_ptr<transport::TlsAcceptor> make_tls(const certificates::CertificateAuthority& authority,
                                                 const std::string& listen,
                                                 const std::vector<model::TlsSettings>& settings,
                                                 transport::TlsAcceptor::Choose choose,
                                                 transport::Application application = transport::Application::kHttp);

}  // namespace jobrig::hosting
