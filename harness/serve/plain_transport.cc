#include "serve/plain_transport.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>

namespace jobrig::serve {
namespace {

Transfer outcome(ssize_t result) {
  if (result >= 0) {
    return {Transfer::State::kDone, static_cast<std::size_t>(result)};
  }
  const bool later = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  return {later ? Transfer::State::kWouldBlock : Transfer::State::kFailed, 0};
}

}  // namespace

Transfer PlainTransport::read(char* to, std::size_t size) {
  const ssize_t taken = ::recv(descriptor_, to, size, 0);
  if (taken == 0) {
    return {Transfer::State::kEnd, 0};
  }
  return outcome(taken);
}

Transfer PlainTransport::write(std::string_view bytes) {
  return outcome(::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
}

void PlainTransport::wait_readable(std::shared_ptr<TransportUser> user) {
  socket_.async_wait(Socket::wait_read, [user = std::move(user)](const error_code& error) {
    if (error != asio::error::operation_aborted) {
      user->on_readable();
    }
  });
}

void PlainTransport::wait_writable(std::shared_ptr<TransportUser> user) {
  socket_.async_wait(Socket::wait_write, [user = std::move(user)](const error_code& error) {
    if (error != asio::error::operation_aborted) {
      user->on_writable();
    }
  });
}

void PlainTransport::shut_down_sending() { ::shutdown(descriptor_, SHUT_WR); }

void PlainTransport::close(bool reset) {
  if (reset) {
    const linger at_once{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
  error_code ignored;  // the descriptor is gone either way
  socket_.close(ignored);
}

int PlainTransport::unconfirmed() {
  int error = 0;
  socklen_t size = sizeof error;
  int pending = 0;
  if (::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0 ||
      ::ioctl(descriptor_, SIOCOUTQ, &pending) != 0) {
    return -1;
  }
  return pending;
}

}  // namespace jobrig::serve
