#include "commands/http_probe.h"

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
#include <memory>
#include <string_view>

namespace jobrig::commands {
namespace {

using Clock = std::chrono::steady_clock;

// A status line is shorter than this.
constexpr std::size_t kMaxRead = 4096;

class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

/// False when the time is over before.
bool wait_for(int descriptor, short events, Clock::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd waited{descriptor, events, 0};
    const int ready = ::poll(&waited, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (ready > 0) {
      return true;
    }
    if (ready == 0 || errno != EINTR) {
      return false;
    }
  }
}

/// 0, or the number of what went wrong.
int connect_within(int descriptor, const addrinfo& address, Clock::time_point deadline) {
  if (::connect(descriptor, address.ai_addr, address.ai_addrlen) == 0) {
    return 0;
  }
  if (errno != EINPROGRESS) {
    return errno;
  }
  if (!wait_for(descriptor, POLLOUT, deadline)) {
    return ETIMEDOUT;
  }
  int problem = 0;
  socklen_t size = sizeof problem;
  ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &problem, &size);
  return problem;
}

/// The status in `HTTP/1.1 200 OK`; nothing yet, or -1 when it is none.
int status_in(std::string_view bytes) {
  int status = -1;
  if (bytes.starts_with("HTTP/1.") && bytes.size() >= 12 && bytes[8] == ' ') {
    const auto parsed = std::from_chars(bytes.data() + 9, bytes.data() + 12, status);
    return parsed.ec == std::errc() && parsed.ptr == bytes.data() + 12 ? status : -1;
  }
  return -1;
}

base::Result<int> ask(int descriptor, const std::string& request, Clock::time_point deadline) {
  std::size_t sent = 0;
  std::string received;
  std::array<char, 1024> buffer{};
  while (received.find('\n') == std::string::npos && received.size() < kMaxRead) {
    const bool sends = sent < request.size();
    if (!wait_for(descriptor, sends ? POLLOUT : POLLIN, deadline)) {
      return base::Error{"it did not answer in time"};
    }
    const ssize_t moved = sends ? ::send(descriptor, request.data() + sent, request.size() - sent, MSG_NOSIGNAL)
                                : ::recv(descriptor, buffer.data(), buffer.size(), 0);
    if (moved < 0 && errno != EAGAIN && errno != EINTR) {
      return base::Error{std::string("the connection broke: ") + std::strerror(errno)};
    }
    if (moved == 0) {
      break;
    }
    if (sends) {
      sent += static_cast<std::size_t>(std::max<ssize_t>(moved, 0));
    } else if (moved > 0) {
      received.append(buffer.data(), static_cast<std::size_t>(moved));
    }
  }
  const int status = status_in(received);
  return status < 0 ? base::Result<int>(base::Error{received.empty() ? "it closed the connection without an answer"
                                                                     : "it answered something that is no HTTP"})
                    : base::Result<int>(status);
}

}  // namespace

base::Result<int> probe(const ProbeTarget& target, std::chrono::milliseconds timeout) {
  const Clock::time_point deadline = Clock::now() + timeout;
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int problem = ::getaddrinfo(target.host.c_str(), target.port.c_str(), &hints, &found); problem != 0) {
    return base::Error{std::string("it cannot be looked up: ") + ::gai_strerror(problem)};
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> addresses(found, ::freeaddrinfo);
  const std::string host = target.host.find(':') == std::string::npos ? target.host : "[" + target.host + "]";
  std::string request = "GET " + target.path + " HTTP/1.1\r\nHost: " + host + ":" + target.port + "\r\n";
  request += target.authorization.empty() ? "" : "Authorization: " + target.authorization + "\r\n";
  request += "Connection: close\r\n\r\n";
  int problem = 0;
  for (const addrinfo* address = addresses.get(); address != nullptr; address = address->ai_next) {
    const Socket socket(
        ::socket(address->ai_family, address->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, address->ai_protocol));
    problem = socket.get() < 0 ? errno : connect_within(socket.get(), *address, deadline);
    if (problem == 0) {
      return ask(socket.get(), request, deadline);
    }
  }
  return base::Error{std::string("it cannot be reached: ") + std::strerror(problem)};
}

}  // namespace jobrig::commands
