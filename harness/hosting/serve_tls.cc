#include "hosting/serve_tls.h"

#include <utility>

#include "base/clock.h"
#include "base/host_port.h"
#include "certificates/folder.h"

namespace jobrig::hosting {
namespace {

/// `::1` for `[::1]:8080`; nothing for a wildcard address.
std::string host_of(const std::string& listen) {
  const auto parsed = base::parse_host_port(listen);
  return !parsed || parsed->host == "0.0.0.0" || parsed->host == "::" ? "" : parsed->host;
}

}  // namespace

base::Result<certificates::CertificateAuthority> open_authority(const std::string& folder) {
  const base::Instant now = base::SystemClock().civil();
  if (folder.empty()) {
    return certificates::CertificateAuthority::make(std::string(certificates::kAuthorityName), now);
  }
  return certificates::open_certificate_folder(folder, now);
}

base::Result<std::shared_ptr<transport::TlsAcceptor>> make_tls(const std::string& folder, const std::string& listen,
                                                               const std::vector<model::TlsSettings>& settings,
                                                               transport::TlsAcceptor::Choose choose) {
  const base::Result<certificates::CertificateAuthority> authority = open_authority(folder);
  if (!authority) {
    return authority.error();
  }
  return make_tls(*authority, listen, settings, std::move(choose));
}

std::shared_ptr<transport::TlsAcceptor> make_tls(const certificates::CertificateAuthority& authority,
                                                 const std::string& listen,
                                                 const std::vector<model::TlsSettings>& settings,
                                                 transport::TlsAcceptor::Choose choose,
                                                 transport::Application application) {
  return std::make_shared<transport::TlsAcceptor>(authority, host_of(listen), settings, std::move(choose),
                                                  base::SystemClock().civil(), application);
}

}  // namespace jobrig::hosting
