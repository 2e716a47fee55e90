// Plain transport: unmodified bytes over TCP, with direct system calls. It does not implement TLS (tls_transport.h
// does).
#pragma once

#include <sys/types.h>

#include <memory>
#include <string_view>
#include <utility>

#include "base/descriptor.h"
#include "transport/transport.h"
#include "transport/watched_socket.h"

namespace jobrig::transport {

/// Takes ownership of an accepted, non-blocking socket.
class PlainTransport : public Transport {
 public:
  PlainTransport(base::EventLoop& loop, base::Descriptor& descriptor) : socket_(loop, descriptor) {}

  Transfer read(char* to, std::size_t size) override;
  Transfer write(std::string_view bytes) override;
  void wait_readable(std::shared_ptr<TransportUser> user) override;
  void wait_writable(std::shared_ptr<TransportUser> user) override;
  void shut_down_sending() override;
  void close(bool reset) noexcept override;
  int unconfirmed() override;

 protected:
  [[nodiscard]] int descriptor() const override { return socket_.descriptor(); }
  [[nodiscard]] WatchedSocket& socket() { return socket_; }

 private:
  WatchedSocket socket_;
};

}  // namespace jobrig::transport
