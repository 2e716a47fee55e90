#include "serve/transport.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace jobrig::serve {
namespace {

/// The two system calls directly: Asio's own would try before it waits, which costs a call for each request.
class PlainTransport final : public Transport {
 public:
  PlainTransport(asio::io_context& context, asio::ip::tcp protocol, int descriptor)
      : socket_(context, protocol, descriptor), descriptor_(descriptor) {}

  Transfer read(char* to, std::size_t size) override {
    const ssize_t taken = ::recv(descriptor_, to, size, 0);
    if (taken == 0) {
      return {Transfer::State::kEnd, 0};
    }
    return outcome(taken);
  }

  Transfer write(std::string_view bytes) override {
    return outcome(::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
  }

  void wait_readable(std::shared_ptr<TransportUser> user) override {
    socket_.async_wait(Socket::wait_read, [user = std::move(user)](const error_code& error) {
      if (error != asio::error::operation_aborted) {
        user->on_readable();
      }
    });
  }

  void wait_writable(std::shared_ptr<TransportUser> user) override {
    socket_.async_wait(Socket::wait_write, [user = std::move(user)](const error_code& error) {
      if (error != asio::error::operation_aborted) {
        user->on_writable();
      }
    });
  }

  void shut_down_sending() override { ::shutdown(descriptor_, SHUT_WR); }

  void close(bool reset) override {
    if (reset) {
      const linger at_once{1, 0};
      ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    error_code ignored;  // the descriptor is gone either way
    socket_.close(ignored);
  }

  int unconfirmed() override {
    int error = 0;
    socklen_t size = sizeof error;
    int pending = 0;
    if (::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0 ||
        ::ioctl(descriptor_, SIOCOUTQ, &pending) != 0) {
      return -1;
    }
    return pending;
  }

 private:
  static Transfer outcome(ssize_t result) {
    if (result >= 0) {
      return {Transfer::State::kDone, static_cast<std::size_t>(result)};
    }
    const bool later = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    return {later ? Transfer::State::kWouldBlock : Transfer::State::kFailed, 0};
  }

  Socket socket_;
  int descriptor_;
};

}  // namespace

std::unique_ptr<Transport> make_plain_transport(asio::io_context& context, asio::ip::tcp protocol, int descriptor) {
  return std::make_unique<PlainTransport>(context, protocol, descriptor);
}

}  // namespace jobrig::serve
