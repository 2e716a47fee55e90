#include "agents/gate.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace jobrig::agents {
namespace {

constexpr int kBacklog = 256;
// Bytes that wait for a slow reader. Beyond it the other side is not read.
constexpr std::size_t kMaxWaiting = std::size_t{256} << 10U;
// Connections that are recorded. An agent that opens more is judged by the first ones.
constexpr std::size_t kMaxConnects = 100'000;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

base::Descriptor stream_socket() {
  base::Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

/// Closes with RST.
void reset(base::Descriptor& socket) {
  const linger hard{1, 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  socket.close();
}

}  // namespace

struct Gate::Pipe {
  /// One direction: what was read from `from` and not yet written to `to`.
  struct Way {
    std::string waiting{};
    bool read_end = false;   // `from` has sent FIN
    bool write_end = false;  // and `to` has got it
  };
  std::size_t agent = 0;
  base::Descriptor client;
  base::Descriptor server;
  bool connected = false;
  Way up{};  // from the agent to the server
  Way down{};
  bool broken = false;

  /// Reads what there is. False: the connection is broken.
  static bool read(int from, Way& way) {
    std::array<char, 16384> bytes{};
    while (!way.read_end && way.waiting.size() < kMaxWaiting) {
      const ssize_t count = ::recv(from, bytes.data(), bytes.size(), 0);
      if (count > 0) {
        way.waiting.append(bytes.data(), static_cast<std::size_t>(count));
      } else if (count == 0) {
        way.read_end = true;
      } else {
        return errno == EAGAIN || errno == EINTR;
      }
    }
    return true;
  }
  static bool write(int to, Way& way) {
    while (!way.waiting.empty()) {
      const ssize_t count = ::send(to, way.waiting.data(), way.waiting.size(), MSG_NOSIGNAL);
      if (count < 0) {
        return errno == EAGAIN || errno == EINTR;
      }
      way.waiting.erase(0, static_cast<std::size_t>(count));
    }
    if (way.read_end && !way.write_end) {
      ::shutdown(to, SHUT_WR);
      way.write_end = true;
    }
    return true;
  }
  [[nodiscard]] bool is_over() const { return broken || (up.write_end && down.write_end); }
};

Gate::Gate(std::uint16_t server) : server_(server), woken_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

base::Result<std::unique_ptr<Gate>> Gate::open(std::size_t agents, std::uint16_t server) {
  std::unique_ptr<Gate> gate(new Gate(server));
  for (std::size_t i = 0; i < agents; ++i) {
    auto door = std::make_unique<Door>();
    door->listener = stream_socket();
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);  // NOLINT: required by the socket interface
    if (!gate->woken_.open() || ::bind(door->listener.get(), generic, size) != 0 ||
        ::listen(door->listener.get(), kBacklog) != 0 || ::getsockname(door->listener.get(), generic, &size) != 0) {
      return base::Error{"cannot open a port of 127.0.0.1 for an agent: " + std::generic_category().message(errno)};
    }
    door->port = ntohs(address.sin_port);
    gate->doors_.push_back(std::move(door));
  }
  if (auto error = gate->thread_.start({[gate = gate.get()] { gate->run(); }})) {
    return *error;
  }
  return gate;
}

Gate::~Gate() {
  stopped_ = true;
  wake();
  thread_.join();
}

void Gate::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(woken_.get(), &one, sizeof one);
}

void Gate::cut(std::optional<std::size_t> agent) {
  for (std::size_t i = 0; i < doors_.size(); ++i) {
    if (agent.value_or(i) == i) {
      ++doors_[i]->cuts;
    }
  }
  wake();
}

void Gate::set_outage(bool on) {
  outage_ = on;
  if (on) {
    cut(std::nullopt);
  }
}

void Gate::lose_answers(std::optional<std::size_t> agent) {
  for (std::size_t i = 0; i < doors_.size(); ++i) {
    if (agent.value_or(i) == i) {
      doors_[i]->losing = true;
    }
  }
}

std::vector<life_cycles::ConnectRecord> Gate::connects() {
  const std::lock_guard lock(mutex_);
  return connects_;
}

void Gate::accept_at(std::size_t agent) {
  while (true) {
    base::Descriptor client(::accept4(doors_[agent]->listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!client.open()) {
      return;
    }
    const bool refused = outage_;
    {
      const std::lock_guard lock(mutex_);
      if (connects_.size() < kMaxConnects) {
        connects_.push_back({base::SystemClock().monotonic(), agent, refused});
      }
    }
    if (refused) {
      reset(client);
      continue;
    }
    auto pipe = std::make_unique<Pipe>();
    pipe->agent = agent;
    const int on = 1;
    ::setsockopt(client.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    pipe->client = std::move(client);
    pipe->server = stream_socket();
    const sockaddr_in address = loopback(server_);
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);  // NOLINT
    pipe->broken = ::connect(pipe->server.get(), generic, sizeof address) != 0 && errno != EINPROGRESS;
    pipes_.push_back(std::move(pipe));
  }
}

/// Resets the connections that were cut, and forgets those that are over.
void Gate::close_marked(std::vector<unsigned>& cuts_done) {
  for (const auto& pipe : pipes_) {
    pipe->broken = pipe->broken || doors_[pipe->agent]->cuts != cuts_done[pipe->agent];
  }
  for (std::size_t i = 0; i < doors_.size(); ++i) {
    if (const unsigned cuts = doors_[i]->cuts; cuts != cuts_done[i]) {
      cuts_done[i] = cuts;
      doors_[i]->losing = false;
    }
  }
  std::erase_if(pipes_, [](const std::unique_ptr<Pipe>& pipe) {
    if (pipe->broken) {
      reset(pipe->client);
      reset(pipe->server);
    }
    return pipe->is_over();
  });
}

void Gate::run() {
  std::vector<unsigned> cuts_done(doors_.size());
  std::vector<pollfd> watched;
  while (!stopped_) {
    close_marked(cuts_done);
    watched.assign({{woken_.get(), POLLIN, 0}});
    for (const auto& door : doors_) {
      watched.push_back({door->listener.get(), POLLIN, 0});
    }
    const auto events = [](const Pipe::Way& in, const Pipe::Way& out, bool held) {
      const bool reads = !in.read_end && in.waiting.size() < kMaxWaiting;
      const bool writes = !held && !out.waiting.empty();
      return static_cast<short>((reads ? POLLIN : 0) | (writes ? POLLOUT : 0));
    };
    for (const auto& pipe : pipes_) {
      const bool held = doors_[pipe->agent]->losing;
      watched.push_back({pipe->client.get(), events(pipe->up, pipe->down, held), 0});
      watched.push_back(
          {pipe->server.get(), pipe->connected ? events(pipe->down, pipe->up, false) : static_cast<short>(POLLOUT), 0});
    }
    ::poll(watched.data(), watched.size(), -1);
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t drained = ::read(woken_.get(), &count, sizeof count);
    const std::size_t known = pipes_.size();  // those that are watched
    for (std::size_t i = 0; i < known; ++i) {
      Pipe& pipe = *pipes_[i];
      const short at_client = watched[1 + doors_.size() + 2 * i].revents;
      const short at_server = watched[2 + doors_.size() + 2 * i].revents;
      pipe.connected = pipe.connected || (at_server & POLLOUT) != 0;
      bool fine = (at_server & (POLLERR | POLLNVAL)) == 0 && (at_client & (POLLERR | POLLNVAL)) == 0;
      if (fine && pipe.connected) {
        fine = Pipe::read(pipe.client.get(), pipe.up) && Pipe::read(pipe.server.get(), pipe.down) &&
               Pipe::write(pipe.server.get(), pipe.up);
        // Looked at after the bytes were read: what the server sent because of an event comes after the event.
        fine = fine && (doors_[pipe.agent]->losing || Pipe::write(pipe.client.get(), pipe.down));
      }
      pipe.broken = pipe.broken || !fine;
    }
    for (std::size_t i = 0; i < doors_.size(); ++i) {
      if (watched[1 + i].revents != 0) {
        accept_at(i);
      }
    }
  }
  pipes_.clear();
}

}  // namespace jobrig::agents
