// Transport: a connection's bytes, non-blocking, told by readiness: try, and when it would block wait and try again. So
// a waiting connection needs no buffer. Plain TCP (plain_transport.h) and TLS (tls_transport.h) have this one shape. It
// knows no HTTP.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "model/request.h"

namespace jobrig::serve {

/// Who waits for a transport. Kept alive by the wait itself.
class TransportUser {
 public:
  TransportUser() = default;
  TransportUser(const TransportUser&) = delete;
  TransportUser& operator=(const TransportUser&) = delete;
  virtual ~TransportUser() = default;
  /// Something can be read: bytes, the client's FIN or a reset. Not called once the transport is closed.
  virtual void on_readable() = 0;
  virtual void on_writable() = 0;
};

/// What a try came to.
struct Transfer {
  enum class State : std::uint8_t {
    kDone,        // `bytes` went over, more may follow
    kWouldBlock,  // nothing now: wait
    kEnd,         // reading only: the client said that it sends no more
    kFailed,      // the connection is broken
  };
  State state = State::kDone;
  std::size_t bytes = 0;
};

/// How far a TLS handshake is. It is made by reading: no byte of HTTP comes before it is done.
enum class HandshakeState : std::uint8_t {
  kDone,      // or there is none to make
  kUnderWay,  // a deadline is due
  kHeldUp,    // on purpose, for as long as the client waits
  kFailed,
};

/// Used by one thread, that of its io_context.
class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  virtual Transfer read(char* to, std::size_t size) = 0;
  virtual Transfer write(std::string_view bytes) = 0;
  /// At most one wait of each kind at a time.
  virtual void wait_readable(std::shared_ptr<TransportUser> user) = 0;
  virtual void wait_writable(std::shared_ptr<TransportUser> user) = 0;
  /// Says that we send no more (FIN).
  virtual void shut_down_sending() = 0;
  /// The same without the close_notify that TLS says first.
  virtual void shut_down_sending_silently() { shut_down_sending(); }
  /// Ends it at once; waits end without a call. `reset` sends RST instead of FIN and drops what was not sent yet.
  virtual void close(bool reset) = 0;
  /// How many of the written bytes the client's kernel has not confirmed yet; -1 when the connection is broken.
  [[nodiscard]] virtual int unconfirmed() = 0;

  [[nodiscard]] virtual HandshakeState handshake() const { return HandshakeState::kDone; }
  /// Why the handshake failed or is held up, in half a sentence; empty when the client never said a word.
  [[nodiscard]] virtual std::string handshake_problem() const { return {}; }
  /// What the client showed; null when it was not asked for a certificate.
  [[nodiscard]] virtual const model::ClientCertificate* client_certificate() const { return nullptr; }
};

}  // namespace jobrig::serve
