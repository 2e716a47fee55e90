// TLS acceptor: creates the TLS side of new connections. It has one certificate and one context for each TLS setting of
// the scenario, all created at start. It does not choose the setting of a connection.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/event_loop.h"
#include "certificates/certificates.h"
#include "model/tls.h"
#include "transport/tls_context.h"
#include "transport/transport.h"

namespace jobrig::transport {

/// Thread-safe.
class TlsAcceptor {
 public:
  /// Returns the index of the setting for a new connection. Any worker calls it, once per connection.
  using Choose = std::function<std::size_t()>;

  /// `settings`: at least one. `host`: the listen address, for the names in the certificates. Device certificates must
  /// be issued by the same authority. Throws std::runtime_error only if OpenSSL has no memory or no entropy.
  TlsAcceptor(const certificates::CertificateAuthority& authority, const std::string& host,
              const std::vector<model::TlsSettings>& settings, Choose choose, base::Instant now,
              Application application = Application::kHttp);
  TlsAcceptor(const TlsAcceptor&) = delete;
  TlsAcceptor& operator=(const TlsAcceptor&) = delete;
  ~TlsAcceptor();

  /// Takes ownership of an accepted, non-blocking socket, unless it throws. Must be called on the loop's thread.
  std::unique_ptr<Transport> accept(base::EventLoop& loop, base::Descriptor& descriptor);

 private:
  struct Profile;
  std::vector<Profile> ways_;
  Choose choose_;
};

}  // namespace jobrig::transport
