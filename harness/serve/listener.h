// Listener: the listening socket: opens it, accepts, and hands descriptors on. It knows no connection and no worker.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "serve/asio.h"

namespace jobrig::serve {

/// A bound and listening socket.
struct ListeningSocket {
  int descriptor = -1;
  asio::ip::tcp protocol = asio::ip::tcp::v4();
  std::uint16_t port = 0;
  std::string authority;  // host:port for a URL, with the real port
};

/// Listens on `host:port` (`[::1]:8080` for IPv6; port 0: a free one) with a backlog of 4096. An error names the
/// address and what is wrong with it. A port that another socket listens on is an error, never shared.
base::Result<ListeningSocket> listen_on(const std::string& address);

/// Accepts on the thread of `context`. Out of descriptors it backs off instead of spinning.
class Listener {
 public:
  using Accepted = std::function<void(int descriptor)>;
  /// Takes the socket over. `accepted` gets non-blocking, close-on-exec descriptors and owns them; `log` is told when
  /// connections cannot be accepted.
  Listener(asio::io_context& context, const ListeningSocket& socket, Accepted accepted,
           std::function<void(std::string_view)> log);
  /// Begins; from any thread.
  void start();
  /// Stops listening at once: new clients are refused by the kernel. On the context's thread.
  void close();

 private:
  using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
  void wait();
  void accept_some();
  void back_off(int error);

  Acceptor acceptor_;
  Timer rest_timer_;
  Accepted accepted_;
  std::function<void(std::string_view)> log_;
  bool resting_told_ = false;
};

}  // namespace jobrig::serve
