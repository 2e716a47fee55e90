// TLS transport: the interface of plain TCP, with OpenSSL on the same socket. OpenSSL itself reads and writes the
// descriptor: buffers of our own would cost 17 KiB twice for every waiting connection. It does not choose faults: they
// come from its settings and from the certificate of its context.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "certificates/openssl.h"
#include "model/request.h"
#include "model/tls.h"
#include "transport/plain_transport.h"

namespace jobrig::transport {

class TlsTransport final : public PlainTransport {
 public:
  /// `ssl` is made with this descriptor, whose ownership passes to the transport unless this throws. Borrows the
  /// settings.
  TlsTransport(base::EventLoop& loop, base::Descriptor& descriptor, certificates::SslPointer ssl,
               const model::TlsSettings& settings);

  Transfer read(char* to, std::size_t size) override;
  Transfer write(std::string_view bytes) override;
  void wait_readable(std::shared_ptr<TransportUser> user) override;
  void shut_down_sending() override;
  void shut_down_sending_silently() override;
  void close(bool reset) noexcept override;

  [[nodiscard]] HandshakeState handshake() const override { return handshake_; }
  [[nodiscard]] std::string handshake_problem() const override { return problem_; }
  [[nodiscard]] const model::ClientCertificate* client_certificate() const override;

 private:
  /// kDone as soon as application data may be sent.
  Transfer shake_hands(char* scratch, std::size_t size);
  Transfer hold_up_or_cut(char* scratch, std::size_t size);
  Transfer fail(std::string problem);
  void note_client_certificate();
  void say_goodbye();

  certificates::SslPointer ssl_;
  const model::TlsSettings& settings_;
  model::ClientCertificate shown_;
  std::string problem_;
  HandshakeState handshake_ = HandshakeState::kUnderWay;
  bool wants_write_ = false;   // the handshake waits to write, not to read
  bool more_at_hand_ = false;  // the next read will not block
  bool said_goodbye_ = false;
};

}  // namespace jobrig::transport
