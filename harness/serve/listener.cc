#include "serve/listener.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "base/host_port.h"

namespace jobrig::serve {
namespace {

constexpr int kBacklog = 4096;
// Number of connections accepted before other handlers run.
constexpr int kAcceptBurst = 64;
// Pause when no descriptors are left: long enough not to spin, short enough to use a freed descriptor without
// noticeable delay.
constexpr std::chrono::milliseconds kRest{20};

std::string text_of(int error) { return std::generic_category().message(error); }

std::uint16_t port_of(int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);  // NOLINT: required by the socket interface
  if (::getsockname(descriptor, generic, &size) != 0) {
    return 0;
  }
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&address)->sin6_port  // NOLINT
                                             : reinterpret_cast<sockaddr_in*>(&address)->sin_port);  // NOLINT
}

/// Returns the descriptor, or -1 with errno set.
int open_listening(const addrinfo& candidate) {
  const int descriptor =
      ::socket(candidate.ai_family, candidate.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, candidate.ai_protocol);
  if (descriptor < 0) {
    return -1;
  }
  // SO_REUSEADDR: connections in TIME_WAIT must not prevent a restart; a second listener is still refused. Accepted
  // sockets inherit TCP_NODELAY.
  const int on = 1;
  ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::bind(descriptor, candidate.ai_addr, candidate.ai_addrlen) != 0 || ::listen(descriptor, kBacklog) != 0) {
    const int error = errno;
    ::close(descriptor);
    errno = error;
    return -1;
  }
  return descriptor;
}

}  // namespace

base::Result<ListeningSocket> listen_on(const std::string& address) {
  std::optional<base::HostPort> parts = base::parse_host_port(address);
  if (!parts || !parts->port) {
    return base::Error{"\"" + address +
                       "\" is not a listen address; write HOST:PORT, such as 127.0.0.1:8080 or [::1]:0"};
  }
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(parts->host.c_str(), std::to_string(*parts->port).c_str(), &hints, &found);
      error != 0) {
    return base::Error{"cannot listen on " + address + ": " + ::gai_strerror(error)};
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> candidates(found, &::freeaddrinfo);
  int error = EADDRNOTAVAIL;
  for (const addrinfo* candidate = candidates.get(); candidate != nullptr; candidate = candidate->ai_next) {
    const int descriptor = open_listening(*candidate);
    if (descriptor >= 0) {
      parts->port = port_of(descriptor);
      return ListeningSocket{descriptor, candidate->ai_family == AF_INET6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4(),
                             *parts->port, parts->text()};
    }
    error = errno;
  }
  return base::Error{"cannot listen on " + address + ": " + text_of(error)};
}

Listener::Listener(asio::io_context& context, const ListeningSocket& socket, Accepted accepted,
                   std::function<void(std::string_view)> log)
    : acceptor_(context, socket.protocol, socket.descriptor),
      rest_timer_(context),
      accepted_(std::move(accepted)),
      log_(std::move(log)) {}

void Listener::start() {
  asio::post(acceptor_.get_executor(), [this] { wait(); });
}

void Listener::close() {
  error_code ignored;
  acceptor_.close(ignored);
  rest_timer_.cancel();
}

void Listener::wait() {
  acceptor_.async_wait(Acceptor::wait_read, [this](const error_code& error) {
    if (!error) {
      accept_some();
    }
  });
}

void Listener::accept_some() {
  for (int accepted = 0; accepted < kAcceptBurst; ++accepted) {
    const int descriptor = ::accept4(acceptor_.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor >= 0) {
      resting_told_ = false;
      accepted_(descriptor);
      continue;
    }
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      back_off(errno);
      return;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
      break;
    }
    // Any other error concerns a single client that has already disconnected.
  }
  wait();
}

void Listener::back_off(int error) {
  if (log_ && !resting_told_) {
    log_("accepting connections is paused: " + text_of(error));
  }
  resting_told_ = true;
  rest_timer_.expires_after(kRest);
  rest_timer_.async_wait([this](const error_code& cancelled) {
    if (!cancelled) {
      accept_some();
    }
  });
}

}  // namespace jobrig::serve
