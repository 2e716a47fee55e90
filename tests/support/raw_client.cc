#include "support/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace jobrig::test {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

struct Address {
  sockaddr_storage bytes{};
  socklen_t size = 0;
  [[nodiscard]] const sockaddr* generic() const { return reinterpret_cast<const sockaddr*>(&bytes); }
};

/// `host` is a numeric IPv4 or IPv6 address.
Address address_of(const std::string& host, std::uint16_t port) {
  Address address;
  if (host.find(':') != std::string::npos) {
    auto& v6 = reinterpret_cast<sockaddr_in6&>(address.bytes);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    ::inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr);
    address.size = sizeof v6;
  } else {
    auto& v4 = reinterpret_cast<sockaddr_in&>(address.bytes);
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    ::inet_pton(AF_INET, host.c_str(), &v4.sin_addr);
    address.size = sizeof v4;
  }
  return address;
}

}  // namespace

RawClient::RawClient(std::uint16_t port, const std::string& from) {
  const Address source = address_of(from, 0);
  const Address target = address_of(source.bytes.ss_family == AF_INET6 ? "::1" : "127.0.0.1", port);
  descriptor_ = ::socket(target.bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (!from.empty() && ::bind(descriptor_, source.generic(), source.size) != 0) {
    fail("bind " + from);
  }
  if (::connect(descriptor_, target.generic(), target.size) != 0) {
    const int error = errno;
    close();
    errno = error;
    fail("connect");
  }
}

RawClient::~RawClient() { close(); }

void RawClient::close() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
    descriptor_ = -1;
  }
}

void RawClient::reset() {
  const linger at_once{1, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

void RawClient::finish_sending() { ::shutdown(descriptor_, SHUT_WR); }

void RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) {
      fail("send");
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::size_t RawClient::try_send(std::string_view bytes) {
  const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return sent < 0 ? 0 : static_cast<std::size_t>(sent);
}

RawClient::Event RawClient::wait_for_more(std::chrono::milliseconds time, std::string& received) {
  pollfd waiting{descriptor_, POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(time.count())) == 0) {
    return Event::kTimeout;
  }
  std::array<char, 65536> buffer{};
  const ssize_t taken = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
  if (taken > 0) {
    received.append(buffer.data(), static_cast<std::size_t>(taken));
    return Event::kBytes;
  }
  return taken == 0 ? Event::kEnd : Event::kReset;
}

}  // namespace jobrig::test
