// Plain transport: bytes over TCP as they are, with the system calls directly: Asio's own would try before it waits,
// which costs a call for each request. Asio only waits.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string_view>
#include <utility>

#include "serve/transport.h"

namespace jobrig::serve {

/// Takes over an accepted, non-blocking socket.
class PlainTransport : public Transport {
 public:
  PlainTransport(asio::io_context& context, asio::ip::tcp protocol, int descriptor)
      : socket_(context, protocol, descriptor), descriptor_(descriptor) {}

  Transfer read(char* to, std::size_t size) override;
  Transfer write(std::string_view bytes) override;
  void wait_readable(std::shared_ptr<TransportUser> user) override;
  void wait_writable(std::shared_ptr<TransportUser> user) override;
  void shut_down_sending() override;
  void close(bool reset) override;
  int unconfirmed() override;

 protected:
  [[nodiscard]] Socket& socket() { return socket_; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  Socket socket_;
  int descriptor_;
};

}  // namespace jobrig::serve
