// TLS acceptor: makes the TLS side of new connections: one certificate and one context for each way that a scenario's
// connections may be treated, all made at the start. It decides nothing: which way comes next is asked for.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "certificates/certificates.h"
#include "model/tls.h"
#include "serve/socket_set.h"
#include "serve/transport.h"

namespace jobrig::serve {

/// Thread-safe.
class TlsAcceptor {
 public:
  /// Which of the settings a new connection gets; called by any worker for each.
  using Choose = std::function<std::size_t()>;

  /// `settings`: one at least. `host`: where the server listens, for its certificates' names. Device certificates are
  /// those of the same authority. Throws std::runtime_error only when OpenSSL has no memory or no entropy.
  TlsAcceptor(const certificates::CertificateAuthority& authority, const std::string& host,
              const std::vector<model::TlsSettings>& settings, Choose choose, base::Instant now);
  TlsAcceptor(const TlsAcceptor&) = delete;
  TlsAcceptor& operator=(const TlsAcceptor&) = delete;
  ~TlsAcceptor();

  /// Takes over an accepted, non-blocking socket. On the set's thread.
  std::unique_ptr<Transport> accept(SocketSet& sockets, int descriptor);

 private:
  struct Profile;
  std::vector<Profile> ways_;
  Choose choose_;
};

}  // namespace jobrig::serve
