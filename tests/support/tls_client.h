// TlsClient: a RawClient over TLS, based on OpenSSL: exactly the bytes of a test, all waits under a hang guard, and the
// result of the handshake.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "certificates/certificates.h"
#include "support/raw_client.h"
#include "support/receiving_client.h"

namespace jobrig::test {

struct TlsClientOptions {
  std::string authority;                 // PEM of the trusted authority; empty: trust everyone
  std::string host = "localhost";        // the name that the certificate must contain
  certificates::Identity device;         // presented when the server asks; empty: none
  bool only_12 = false;                  // limit the client to TLS 1.2
  std::vector<std::string> protocols{};  // offered names (ALPN); empty: none
};

/// The constructor connects, the destructor closes.
class TlsClient final : public ReceivingClient {
 public:
  /// Connects to 127.0.0.1 and performs the handshake. Throws std::runtime_error when it fails, with OpenSSL's reason
  /// or the problem of the server's certificate.
  explicit TlsClient(std::uint16_t port, const TlsClientOptions& options = {});
  ~TlsClient() override;

  void send(std::string_view bytes);
  /// Sends close_notify and FIN.
  void finish_sending();
  /// Sends RST immediately.
  void reset();

  /// Whether the peer sent close_notify before its FIN.
  [[nodiscard]] bool end_was_announced() const;
  /// The common names of the certificates that the peer sent, in the order in which it sent them.
  [[nodiscard]] std::vector<std::string> chain() const;
  /// The protocol name (ALPN) that the server chose; empty: none.
  [[nodiscard]] std::string protocol() const;
  /// `TLSv1.3`
  [[nodiscard]] std::string version() const;

 private:
  Event wait_for_more(std::chrono::milliseconds time, std::string& received) override;

  struct Impl;
  RawClient connection_;
  std::unique_ptr<Impl> impl_;
};

/// The reason why the handshake fails. Empty: it succeeds.
std::string handshake_failure(std::uint16_t port, const TlsClientOptions& options = {});

}  // namespace jobrig::test
