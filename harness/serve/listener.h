// Listener: opens the listening socket, accepts connections and passes their descriptors on. It does not know
// connections or workers.
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
  std::string authority;  // host:port for a URL, with the actual port
};

/// Listens on `host:port` (`[::1]:8080` for IPv6; port 0: any free port) with a backlog of 4096. An error names the
/// address and the problem. A port that another socket listens on is an error; ports are never shared.
base::Result<ListeningSocket> listen_on(const std::string& address);

/// Accepts connections on the thread of `context`. It pauses instead of spinning when no descriptors are left.
class Listener {
 public:
  using Accepted = std::function<void(int descriptor)>;
  /// Takes ownership of the socket. `accepted` receives non-blocking, close-on-exec descriptors and owns them. `log` is
  /// called when connections cannot be accepted.
  Listener(asio::io_context& context, const ListeningSocket& socket, Accepted accepted,
           std::function<void(std::string_view)> log);
  /// Starts to accept. May be called from any thread.
  void start();
  /// Stops listening immediately: the kernel refuses new clients. Must be called on the context's thread.
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
