#include "clients/reference/socket.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "clients/reference/call.h"

namespace jobrig::reference {
namespace {

constexpr std::size_t kReadPiece = std::size_t{16} << 10U;

[[noreturn]] void fail(const std::string& what, int problem) {
  throw Failure{"transport", what + ": " + std::generic_category().message(problem)};
}

struct Addresses {
  addrinfo* first = nullptr;
  Addresses(const std::string& host, const std::string& port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &first) != 0) {
      throw Failure{"transport", "no address for " + host};
    }
  }
  Addresses(const Addresses&) = delete;
  Addresses& operator=(const Addresses&) = delete;
  ~Addresses() { ::freeaddrinfo(first); }
};

}  // namespace

Socket::Socket(const std::string& host, const std::string& port, Moment deadline) {
  const Addresses addresses(host, port);
  int problem = 0;
  for (const addrinfo* one = addresses.first; one != nullptr; one = one->ai_next) {
    descriptor_ = ::socket(one->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor_ < 0) {
      fail("no socket", errno);
    }
    if (::connect(descriptor_, one->ai_addr, one->ai_addrlen) == 0 || errno == EINPROGRESS) {
      wait(POLLOUT, deadline);
      socklen_t size = sizeof problem;
      ::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &problem, &size);
      if (problem == 0) {
        const int at_once = 1;
        ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
        return;
      }
    } else {
      problem = errno;
    }
    ::close(descriptor_);
    descriptor_ = -1;
  }
  fail("no connection", problem);
}

Socket::~Socket() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

void Socket::wait(short events, Moment deadline) const {
  for (;;) {
    pollfd watched{descriptor_, events, 0};
    const int count = ::poll(&watched, 1, static_cast<int>(left(deadline).count()));
    if (count > 0) {
      return;
    }
    if (count == 0 && now() >= deadline) {
      throw Failure{"timeout", "the server was silent for too long"};
    }
  }
}

bool Socket::quiet() const {
  pollfd watched{descriptor_, POLLIN, 0};
  return ::poll(&watched, 1, 0) == 0;
}

void Socket::send(std::string_view bytes, Moment deadline) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {
      wait(POLLOUT, deadline);
    } else if (errno != EINTR) {
      fail("the connection broke", errno);
    }
  }
}

std::string Socket::receive(Moment deadline) {
  std::array<char, kReadPiece> piece{};
  for (;;) {
    const ssize_t count = ::recv(descriptor_, piece.data(), piece.size(), 0);
    if (count >= 0) {
      return {piece.data(), static_cast<std::size_t>(count)};
    }
    if (errno == EAGAIN) {
      wait(POLLIN, deadline);
    } else if (errno != EINTR) {
      fail("the connection broke", errno);
    }
  }
}

}  // namespace jobrig::reference
