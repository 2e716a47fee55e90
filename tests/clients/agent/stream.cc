#include "clients/agent/stream.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "clients/agent/link.h"

namespace jobrig::reference_agent {

void Stream::open(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) {
    throw Lost("unknown host " + host);
  }
  socket_ = base::Descriptor(::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const bool connected = ::connect(socket_.get(), found->ai_addr, found->ai_addrlen) == 0;
  ::freeaddrinfo(found);
  const int on = 1;
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (!connected) {
    socket_.close();
    throw Lost("cannot connect");
  }
}

void Stream::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) {
      socket_.close();
      throw Lost("cannot send");
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

bool Stream::receive(std::string& bytes, std::chrono::milliseconds time) {
  pollfd watched{socket_.get(), POLLIN, 0};
  if (::poll(&watched, 1, static_cast<int>(std::max<std::int64_t>(0, time.count()))) <= 0) {
    return false;
  }
  std::array<char, 16384> block{};
  const ssize_t count = ::recv(socket_.get(), block.data(), block.size(), 0);
  if (count <= 0) {
    socket_.close();
    throw Lost("the connection was closed");
  }
  bytes.append(block.data(), static_cast<std::size_t>(count));
  return true;
}

}  // namespace jobrig::reference_agent
