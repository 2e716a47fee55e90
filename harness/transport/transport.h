// Transport: the bytes of a connection, non-blocking and based on readiness: try, and if the call would block, wait and
// try again. A waiting connection therefore needs no buffer. Plain TCP (plain_transport.h) and TLS (tls_transport.h)
// implement this interface. It does not know HTTP.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "model/request.h"

namespace jobrig::transport {

/// An object that waits for a transport. The wait keeps it alive.
class TransportUser {
 public:
  TransportUser() = default;
  TransportUser(const TransportUser&) = delete;
  TransportUser& operator=(const TransportUser&) = delete;
  virtual ~TransportUser() = default;
  /// The transport is readable: bytes, the client's FIN or a reset. Not called after the transport is closed.
  virtual void on_readable() noexcept = 0;
  virtual void on_writable() noexcept = 0;
};

/// The result of a read or write.
struct Transfer {
  enum class State : std::uint8_t {
    kDone,        // `bytes` were transferred; more may follow
    kWouldBlock,  // not ready: wait
    kEnd,         // reading only: the client has finished sending
    kFailed,      // the connection is broken
  };
  State state = State::kDone;
  std::size_t bytes = 0;
};

/// The state of a TLS handshake. Reads drive the handshake; it completes before any byte of HTTP.
enum class HandshakeState : std::uint8_t {
  kDone,      // or no handshake is needed
  kUnderWay,  // subject to a deadline
  kHeldUp,    // stalled on purpose, for as long as the client waits
  kFailed,
};

/// Used by one thread, the thread of its event loop. After an exception from a wait, nothing waits.
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
  /// Ends our side of the connection (FIN).
  virtual void shut_down_sending() = 0;
  /// The same without the close_notify of TLS.
  virtual void shut_down_sending_silently() { shut_down_sending(); }
  /// Ends the connection immediately; waits end without a call. `reset` sends RST instead of FIN and drops unsent
  /// bytes.
  virtual void close(bool reset) noexcept = 0;
  /// The number of written bytes that the client's kernel has not acknowledged yet; -1 if the connection is broken.
  [[nodiscard]] virtual int unconfirmed() = 0;

  [[nodiscard]] virtual HandshakeState handshake() const { return HandshakeState::kDone; }
  /// Why the handshake failed or is stalled, as a sentence fragment; empty if the client sent no bytes.
  [[nodiscard]] virtual std::string handshake_problem() const { return {}; }
  /// The descriptor of the connection; -1: there is none.
  [[nodiscard]] virtual int descriptor() const { return -1; }
  /// The certificate that the client sent; null if it was not asked for one.
  [[nodiscard]] virtual const model::ClientCertificate* client_certificate() const { return nullptr; }
};

}  // namespace jobrig::transport
