#include "remote/admin_client.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>

#include "base/deadline.h"
#include "base/descriptor.h"

namespace jobrig::remote {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

// More than the largest response: 16 MiB of a journal and its last record.
constexpr std::size_t kMaxResponse = std::size_t{256} << 20U;

std::string system_text(const char* what, int error) { return std::string(what) + ": " + std::strerror(error); }

/// False when the deadline passes first.
bool wait_for_socket(int descriptor, short events, SteadyClock::time_point deadline) {
  constexpr std::int64_t kLongest = std::numeric_limits<int>::max();
  pollfd waited{descriptor, events, 0};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now()).count();
  return left > 0 && ::poll(&waited, 1, static_cast<int>(std::min<std::int64_t>(left, kLongest))) > 0;
}

/// Connects to the first address that accepts.
base::Result<base::Descriptor> connect_to(const ProbeTarget& target, SteadyClock::time_point deadline) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int problem = ::getaddrinfo(target.host.c_str(), std::to_string(target.port).c_str(), &hints, &found);
      problem != 0) {
    return base::Error{std::string("cannot resolve the host: ") + ::gai_strerror(problem)};
  }
  const Addresses addresses(found, &::freeaddrinfo);
  int error = ECONNREFUSED;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    base::Descriptor socket(::socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, one->ai_protocol));
    if (::connect(socket.get(), one->ai_addr, one->ai_addrlen) == 0) {
      return socket;
    }
    error = errno;
    if (error == EINPROGRESS) {
      socklen_t size = sizeof error;
      error = !wait_for_socket(socket.get(), POLLOUT, deadline)                      ? ETIMEDOUT
              : ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error
                                                                                     : errno;
      if (error == 0) {
        return socket;
      }
    }
  }
  return base::Error{system_text("cannot connect", error)};
}

/// Sends everything; an error is found when the response is read.
void send_all(int descriptor, std::string_view bytes, SteadyClock::time_point deadline) {
  while (!bytes.empty() && wait_for_socket(descriptor, POLLOUT, deadline)) {
    const ssize_t sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

/// Everything up to the end of the connection.
base::Result<std::string> receive_all(int descriptor, SteadyClock::time_point deadline) {
  std::string received;
  std::array<char, 64 * 1024> block{};
  while (received.size() <= kMaxResponse) {
    if (!wait_for_socket(descriptor, POLLIN, deadline)) {
      return base::Error{"no response in time"};
    }
    const ssize_t count = ::recv(descriptor, block.data(), block.size(), 0);
    if (count == 0) {
      return received;
    }
    if (count < 0 && errno != EAGAIN) {
      return base::Error{system_text("connection lost", errno)};
    }
    received.append(block.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  }
  return base::Error{"the response is larger than the limit of 256 MiB"};
}

std::optional<std::size_t> number_after(std::string_view text, std::string_view lead) {
  const std::size_t at = text.find(lead);
  std::size_t number = 0;
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  const char* const begin = text.data() + at + lead.size();
  return std::from_chars(begin, text.data() + text.size(), number).ec == std::errc() ? std::optional(number)
                                                                                     : std::nullopt;
}

base::Result<AdminResponse> read_response(const std::string& bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  const std::string_view head = std::string_view(bytes).substr(0, end);
  const auto status = head.starts_with("HTTP/1.1 ") ? number_after(head, "HTTP/1.1 ") : std::nullopt;
  const auto length = number_after(head, "\r\nContent-Length: ");
  if (bytes.empty()) {
    return base::Error{"connection closed without a response"};
  }
  if (end == std::string::npos || !status || *status > 999 || !length || bytes.size() != end + 4 + *length) {
    return base::Error{"the response is not one of an admin interface"};
  }
  return AdminResponse{static_cast<int>(*status), bytes.substr(end + 4)};
}

}  // namespace

base::Result<base::Descriptor> send_to_admin(const ProbeTarget& target, const AdminRequest& request,
                                             std::chrono::milliseconds timeout) {
  const auto deadline = base::deadline(SteadyClock::now(), timeout);
  auto socket = connect_to(target, deadline);
  if (!socket) {
    return socket.error();
  }
  const bool is_ipv6 = target.host.find(':') != std::string::npos;
  std::string bytes = request.method + " " + target.path + " HTTP/1.1\r\nHost: " + (is_ipv6 ? "[" : "") + target.host +
                      (is_ipv6 ? "]:" : ":") + std::to_string(target.port) + "\r\nConnection: close\r\n" +
                      (target.authorization.empty() ? "" : "Authorization: " + target.authorization + "\r\n");
  if (request.method != "GET") {
    bytes += "Content-Type: application/json\r\nContent-Length: " + std::to_string(request.body.size()) + "\r\n";
  }
  send_all(socket->get(), bytes + "\r\n" + request.body, deadline);
  return socket;
}

base::Result<AdminResponse> ask_admin(const ProbeTarget& target, const AdminRequest& request,
                                      std::chrono::milliseconds timeout) {
  const auto deadline = base::deadline(SteadyClock::now(), timeout);
  const auto socket = send_to_admin(target, request, timeout);
  if (!socket) {
    return socket.error();
  }
  const auto received = receive_all(socket->get(), deadline);
  return received ? read_response(*received) : received.error();
}

}  // namespace jobrig::remote
