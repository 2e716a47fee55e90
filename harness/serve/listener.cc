#include "serve/listener.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <memory>
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
constexpr std::chrono::milliseconds kPause{20};
// How late a port opens or closes, in scenarios in which it does.
constexpr std::chrono::milliseconds kPortStep{5};

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

/// Not open, with errno set, on failure.
base::Descriptor open_bound(const addrinfo& candidate, const sockaddr* address, socklen_t size) {
  base::Descriptor descriptor(
      ::socket(candidate.ai_family, candidate.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, candidate.ai_protocol));
  // SO_REUSEADDR: connections in TIME_WAIT must not prevent a restart; a second listener is still refused. Accepted
  // sockets inherit TCP_NODELAY.
  const int on = 1;
  ::setsockopt(descriptor.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  ::setsockopt(descriptor.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::bind(descriptor.get(), address, size) != 0) {
    const int error = errno;
    descriptor.close();
    errno = error;
  }
  return descriptor;
}

/// The kernel frees a port that it chose itself when the socket stops listening, but keeps one that was asked for. So
/// asks for the port that the kernel chose.
base::Descriptor open_kept(const addrinfo& candidate) {
  base::Descriptor chosen = open_bound(candidate, candidate.ai_addr, candidate.ai_addrlen);
  if (!chosen.open()) {
    return chosen;
  }
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);  // NOLINT: required by the socket interface
  if (::getsockname(chosen.get(), generic, &size) != 0) {
    return chosen;
  }
  base::Descriptor kept = open_bound(candidate, generic, size);
  return kept.open() ? std::move(kept) : std::move(chosen);
}

/// Not open, with errno set, on failure.
base::Descriptor open_listening(const addrinfo& candidate) {
  base::Descriptor descriptor = open_kept(candidate);
  if (descriptor.open() && ::listen(descriptor.get(), kBacklog) != 0) {
    const int error = errno;
    descriptor.close();
    errno = error;
  }
  return descriptor;
}

/// Whether accept failed because of a single client that has already disconnected (accept(2), "Error handling").
bool is_of_one_client(int error) {
  constexpr std::array kErrors{EINTR,     ECONNABORTED, EPROTO,       EPERM,      ENETDOWN,   ENOPROTOOPT,
                               EHOSTDOWN, ENONET,       EHOSTUNREACH, EOPNOTSUPP, ENETUNREACH};
  return std::find(kErrors.begin(), kErrors.end(), error) != kErrors.end();
}

/// The limit for the descriptors of clients: leaves `reserved`, or half of those from `first` on.
int descriptors_for_clients(int first, int reserved) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= INT_MAX) {
    return INT_MAX;
  }
  const int all = static_cast<int>(limit.rlim_cur);
  return all - std::min(reserved, (all - first) / 2);
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
    if (base::Descriptor descriptor = open_listening(*candidate); descriptor.open()) {
      const std::uint16_t port = port_of(descriptor.get());
      parts->port = port;
      return ListeningSocket{std::move(descriptor), port, parts->text()};
    }
    error = errno;
  }
  return base::Error{"cannot listen on " + address + ": " + text_of(error)};
}

void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);  // if this is not permitted, the old limit stays in effect
  }
}

Listener::Listener(ListenerParts parts, base::Descriptor socket, Accepted accepted)
    : parts_(std::move(parts)), socket_(std::move(socket)), accepted_(std::move(accepted)) {
  // Edge-triggered: accept_some() must go on until no connection is left.
  parts_.loop.watch(socket_.get(), EPOLLIN | EPOLLET, *this);
  follow_port();
}

Listener::~Listener() { close(); }

void Listener::stop() noexcept {
  stopping_ = true;
  parts_.loop.post(*this);
}

void Listener::run_task() noexcept {
  if (stopping_) {
    close();
  } else {
    accept_some();
  }
}

void Listener::close() noexcept {
  if (socket_.open()) {
    parts_.loop.unwatch(socket_.get(), *this);
    parts_.timers.cancel(*this);
    socket_.close();
  }
}

std::string_view Listener::accept_now() noexcept {
  accept_some();
  return paused_ ? "paused: no descriptors are left for new connections" : stopping_ ? "stopped" : "";
}

void Listener::accept_some() noexcept {
  if (!socket_.open() || !follow_port()) {
    return;
  }
  for (int accepted = 0; accepted < kAcceptBurst; ++accepted) {
    if (!has_descriptor()) {
      back_off(EMFILE);
      return;
    }
    const int descriptor = ::accept4(socket_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0 && !is_of_one_client(errno)) {
      if (errno != EAGAIN && errno != EWOULDBLOCK) {
        back_off(errno);
      } else {
        paused_ = false;  // nobody waits, and there are descriptors again
      }
      return;
    }
    if (descriptor >= 0) {
      hand_on(base::Descriptor(descriptor));
    }
  }
  parts_.loop.post(*this);  // let other connections proceed first
}

/// Opens or closes the port. Returns whether it is open.
bool Listener::follow_port() noexcept {
  const model::Port port = parts_.port();
  if (port.refuses != refusing_ && set_refusing(port.refuses)) {
    refusing_ = port.refuses;
  }
  if (port.changes && !stopping_) {
    wake_after(kPortStep);
  }
  return !refusing_;
}

/// shutdown() makes a listening socket an unconnected one, still bound to its port (tcp(7); POSIX leaves it open).
/// Without SO_REUSEADDR, no other process can listen on the port meanwhile, so the option is off at every moment at
/// which the socket does not listen. Returns false if the port cannot be opened now.
bool Listener::set_refusing(bool refuses) noexcept {
  const auto set_reuse = [this](int on) { ::setsockopt(socket_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on); };
  if (refuses) {
    set_reuse(0);
    ::shutdown(socket_.get(), SHUT_RD);
    return true;
  }
  if (::listen(socket_.get(), kBacklog) == 0) {
    set_reuse(1);
    return true;
  }
  set_reuse(1);  // a connection in TIME_WAIT prevents listening without it
  if (::listen(socket_.get(), kBacklog) == 0) {
    return true;
  }
  parts_.log.note_failure("the port does not open again, because another process took it");
  return false;
}

void Listener::hand_on(base::Descriptor descriptor) noexcept {
  paused_ = false;
  newest_ = descriptor.get();
  if (limit_ == 0) {
    limit_ = descriptors_for_clients(newest_, parts_.reserved_descriptors);
  }
  try {
    accepted_(descriptor);
  } catch (...) {  // counted before the client sees that the connection is closed
    parts_.log.note_exception("a connection was dropped");
  }
}

/// The kernel assigns the lowest free number. Clients never get the last ones below the limit of the process: those are
/// for the admin interface, the journal and files to load.
bool Listener::has_descriptor() const noexcept {
  if (limit_ == 0 || newest_ + 1 < limit_) {
    return true;
  }
  const base::Descriptor next(::fcntl(socket_.get(), F_DUPFD_CLOEXEC, 0));
  return next.open() && next.get() < limit_;
}

void Listener::back_off(int error) noexcept {
  if (!std::exchange(paused_, true)) {
    try {
      parts_.log.tell("accepting connections is paused: " + text_of(error));
    } catch (...) {  // NOLINT(bugprone-empty-catch): the pause matters, the message does not
    }
  }
  wake_after(kPause);
}

void Listener::wake_after(std::chrono::milliseconds time) noexcept {
  parts_.timers.set(std::chrono::steady_clock::now() + time,
                    std::shared_ptr<Waiter>(std::shared_ptr<void>(), this));  // not owned
}

}  // namespace jobrig::serve
