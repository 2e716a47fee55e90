// TlsClient: as RawClient, over TLS made with OpenSSL: exactly the bytes a test says, every wait under a hang guard,
// and what the handshake came to.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "certificates/certificates.h"
#include "support/raw_client.h"
#include "support/receiving_client.h"

namespace jobrig::test {

struct TlsClientOptions {
  std::string authority;           // PEM of whom is trusted; empty: anybody is
  std::string host = "localhost";  // whom the certificate must name
  certificates::Identity device;   // shown when the server asks; empty: none
  bool only_12 = false;            // speak no more than TLS 1.2
};

/// Connected from its making to its end.
class TlsClient final : public ReceivingClient {
 public:
  /// Connects to 127.0.0.1 and shakes hands. Throws std::runtime_error when that fails, with OpenSSL's reason and, when
  /// the server's certificate was refused, what was wrong with it.
  explicit TlsClient(std::uint16_t port, const TlsClientOptions& options = {});
  ~TlsClient() override;

  void send(std::string_view bytes);
  /// close_notify and FIN: says that no more is sent.
  void finish_sending();
  /// RST, now.
  void reset();

  /// Whether the end that was received was announced by close_notify, not only by FIN.
  [[nodiscard]] bool end_was_announced() const;
  /// `TLSv1.3`
  [[nodiscard]] std::string version() const;

 private:
  Event wait_for_more(std::chrono::milliseconds time, std::string& received) override;

  struct Impl;
  RawClient connection_;
  std::unique_ptr<Impl> impl_;
};

/// What makes the handshake fail, or nothing when it does not.
std::string handshake_failure(std::uint16_t port, const TlsClientOptions& options = {});

}  // namespace jobrig::test
