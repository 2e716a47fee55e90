// Plain transport: unmodified bytes over TCP, with direct system calls. Asio's own operations try before they wait,
// which costs one more call per request. It does not implement TLS (tls_transport.h does).
#pragma once

#include <sys/types.h>

#include <memory>
#include <string_view>
#include <utility>

#include "serve/socket_set.h"
#include "serve/transport.h"

namespace jobrig::serve {

/// Takes ownership of an accepted, non-blocking socket.
class PlainTransport : public Transport {
 public:
  PlainTransport(SocketSet& sockets, int descriptor) : socket_(sockets, descriptor) {}

  Transfer read(char* to, std::size_t size) override;
  Transfer write(std::string_view bytes) override;
  void wait_readable(std::shared_ptr<TransportUser> user) override;
  void wait_writable(std::shared_ptr<TransportUser> user) override;
  void shut_down_sending() override;
  void close(bool reset) override;
  int unconfirmed() override;

 protected:
  [[nodiscard]] WatchedSocket& socket() { return socket_; }

 private:
  WatchedSocket socket_;
};

}  // namespace jobrig::serve
