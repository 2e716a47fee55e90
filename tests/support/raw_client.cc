#include "support/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <system_error>

namespace jobrig::test {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

struct Address {
  sockaddr_storage bytes{};
  socklen_t size = 0;
  [[nodiscard]] const sockaddr* generic() const { return reinterpret_cast<const sockaddr*>(&bytes); }
};

/// `host` in digits, of either version.
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

RawClient::Event RawClient::wait_for_more(std::chrono::milliseconds time) {
  pollfd waiting{descriptor_, POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(time.count())) == 0) {
    return Event::kTimeout;
  }
  std::array<char, 65536> buffer{};
  const ssize_t taken = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
  if (taken > 0) {
    received_.append(buffer.data(), static_cast<std::size_t>(taken));
    return Event::kBytes;
  }
  return taken == 0 ? Event::kEnd : Event::kReset;
}

std::string RawClient::take(std::size_t size) {
  std::string taken = received_.substr(0, size);
  received_.erase(0, size);
  return taken;
}

std::string RawClient::receive(std::size_t size) {
  while (received_.size() < size) {
    if (wait_for_more(kDeadline) != Event::kBytes) {
      throw std::runtime_error("the connection ended or fell silent after: " + received_);
    }
  }
  return take(size);
}

std::string RawClient::receive_answer(bool head_only) {
  std::size_t head_end = 0;
  while ((head_end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (wait_for_more(kDeadline) != Event::kBytes) {
      throw std::runtime_error("no whole head came, only: " + received_);
    }
  }
  const std::size_t head_size = head_end + 4;
  constexpr std::string_view kLength = "\r\nContent-Length: ";
  const std::size_t at = received_.substr(0, head_size).find(kLength);
  std::size_t length = 0;
  if (at != std::string::npos && !head_only) {
    std::from_chars(received_.data() + at + kLength.size(), received_.data() + head_size, length);
  }
  return receive(head_size + length);
}

std::string RawClient::receive_to_end() {
  for (;;) {
    switch (wait_for_more(kDeadline)) {
      case Event::kBytes:
        break;
      case Event::kEnd:
        return take(received_.size());
      case Event::kReset:
        throw std::runtime_error("the connection was reset after: " + received_);
      case Event::kTimeout:
        throw std::runtime_error("the connection stayed open after: " + received_);
    }
  }
}

std::string RawClient::receive_to_reset() {
  for (;;) {
    switch (wait_for_more(kDeadline)) {
      case Event::kBytes:
        break;
      case Event::kReset:
        return take(received_.size());
      case Event::kEnd:
        throw std::runtime_error("the connection was closed, not reset, after: " + received_);
      case Event::kTimeout:
        throw std::runtime_error("the connection stayed open after: " + received_);
    }
  }
}

std::string RawClient::receive_for(std::chrono::milliseconds time) {
  const auto deadline = std::chrono::steady_clock::now() + time;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0 || wait_for_more(left) != Event::kBytes) {
      return take(received_.size());
    }
  }
}

}  // namespace jobrig::test
