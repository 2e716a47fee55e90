#include "transport/tls_acceptor.h"

#include <utility>

#include "certificates/openssl.h"
#include "transport/tls_transport.h"

namespace jobrig::transport {

struct TlsAcceptor::Profile {
  model::TlsSettings settings;
  certificates::SslContextPointer context;
};

TlsAcceptor::TlsAcceptor(const certificates::CertificateAuthority& authority, const std::string& host,
                         const std::vector<model::TlsSettings>& settings, Choose choose, base::Instant now,
                         Application application)
    : choose_(std::move(choose)) {
  const certificates::CertificateSubject subject = certificates::server_subject(host);
  for (const model::TlsSettings& way : settings) {
    const certificates::Identity identity = authority.issue(subject, way.certificate, way.chain, now);
    ways_.push_back({way, make_tls_context(way, identity, authority.identity().certificate, application)});
  }
}

TlsAcceptor::~TlsAcceptor() = default;

std::unique_ptr<Transport> TlsAcceptor::accept(base::EventLoop& loop, base::Descriptor& descriptor) {
  const Profile& way = ways_.at(choose_ ? choose_() : 0);
  certificates::SslPointer ssl(SSL_new(way.context.get()));
  certificates::require_openssl(ssl != nullptr && SSL_set_fd(ssl.get(), descriptor.get()) == 1, "begin a connection");
  return std::make_unique<TlsTransport>(loop, descriptor, std::move(ssl), way.settings);
}

}  // namespace jobrig::transport
