#include "transport/plain_transport.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>

namespace jobrig::transport {
namespace {

Transfer failure(int error) {
  const bool later = error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
  return {later ? Transfer::State::kWouldBlock : Transfer::State::kFailed, 0};
}

}  // namespace

Transfer PlainTransport::read(char* to, std::size_t size) {
  const ssize_t taken = ::recv(socket_.descriptor(), to, size, 0);
  if (taken == 0) {
    return {Transfer::State::kEnd, 0};
  }
  const int error = taken < 0 ? errno : 0;
  if (error == EAGAIN || error == EWOULDBLOCK || (taken > 0 && static_cast<std::size_t>(taken) < size)) {
    socket_.note_emptied();
  }
  return taken < 0 ? failure(error) : Transfer{Transfer::State::kDone, static_cast<std::size_t>(taken)};
}

Transfer PlainTransport::write(std::string_view bytes) {
  const ssize_t sent = ::send(socket_.descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  return sent < 0 ? failure(errno) : Transfer{Transfer::State::kDone, static_cast<std::size_t>(sent)};
}

void PlainTransport::wait_readable(std::shared_ptr<TransportUser> user) { socket_.wait_readable(std::move(user)); }

void PlainTransport::wait_writable(std::shared_ptr<TransportUser> user) { socket_.wait_writable(std::move(user)); }

void PlainTransport::shut_down_sending() { ::shutdown(socket_.descriptor(), SHUT_WR); }

void PlainTransport::close(bool reset) noexcept {
  if (reset && socket_.is_open()) {
    const linger at_once{1, 0};
    ::setsockopt(socket_.descriptor(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
  socket_.close();
}

int PlainTransport::unconfirmed() {
  int error = 0;
  socklen_t size = sizeof error;
  int pending = 0;
  if (::getsockopt(socket_.descriptor(), SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0 ||
      ::ioctl(socket_.descriptor(), SIOCOUTQ, &pending) != 0) {
    return -1;
  }
  return pending;
}

}  // namespace jobrig::transport
