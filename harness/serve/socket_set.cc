#include "serve/socket_set.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace jobrig::serve {
namespace {

constexpr std::uint32_t kBytes = EPOLLIN | EPOLLRDHUP | EPOLLET;

int make_set() {
  const int descriptor = ::epoll_create1(EPOLL_CLOEXEC);
  if (descriptor < 0) {
    throw std::system_error(errno, std::generic_category(), "cannot watch sockets");
  }
  return descriptor;
}

}  // namespace

WatchedSocket::WatchedSocket(SocketSet& set, int descriptor) : set_(set), descriptor_(descriptor) {
  try {
    set_.add(*this);
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

void WatchedSocket::wait_readable(std::shared_ptr<TransportUser> user) {
  if (readable_) {
    call_soon(std::move(user));
  } else {
    reader_ = std::move(user);
  }
}

void WatchedSocket::wait_writable(std::shared_ptr<TransportUser> user) {
  writer_ = std::move(user);
  set_.watch_room(*this);
}

void WatchedSocket::call_soon(std::shared_ptr<TransportUser> user) {
  asio::post(set_.epoll_.get_executor(), [this, user = std::move(user)] {
    if (is_open()) {
      user->on_readable();
    }
  });
}

void WatchedSocket::ready(std::uint32_t events) {
  const bool broken = (events & (EPOLLERR | EPOLLHUP)) != 0;
  finished_ = finished_ || broken || (events & EPOLLRDHUP) != 0;
  readable_ = readable_ || finished_ || (events & EPOLLIN) != 0;
  const bool writable = broken || (events & EPOLLOUT) != 0;
  // Both are moved out first: either may own this object, and callbacks may start a new wait.
  const std::shared_ptr<TransportUser> writer = writable ? std::move(writer_) : nullptr;
  const std::shared_ptr<TransportUser> reader = readable_ ? std::move(reader_) : nullptr;
  if (writer) {
    writer->on_writable();
  }
  if (reader && is_open()) {
    reader->on_readable();
  }
}

void WatchedSocket::close() {
  if (is_open()) {
    set_.remove(*this);
    ::close(std::exchange(descriptor_, -1));
    // Moved out first: otherwise the last owner of a waiting user could destroy this object inside its own function.
    const std::shared_ptr<TransportUser> reader = std::move(reader_);
    const std::shared_ptr<TransportUser> writer = std::move(writer_);
  }
}

SocketSet::SocketSet(asio::io_context& context) : epoll_(context, make_set()) { wait_for_events(); }

void SocketSet::stop() {
  error_code ignored;  // the descriptor is closed in any case
  epoll_.close(ignored);
}

void SocketSet::add(WatchedSocket& socket) { control(EPOLL_CTL_ADD, socket, kBytes); }

/// Adding EPOLLOUT triggers an event even if there is room already. From then on there may be superfluous events. It is
/// not set from the start, because each new connection would get an event for its empty send buffer.
void SocketSet::watch_room(WatchedSocket& socket) { control(EPOLL_CTL_MOD, socket, kBytes | EPOLLOUT); }

void SocketSet::control(int operation, WatchedSocket& socket, std::uint32_t events) {
  epoll_event event{events, {}};
  event.data.ptr = &socket;
  if (::epoll_ctl(epoll_.native_handle(), operation, socket.descriptor(), &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot watch a connection");
  }
}

/// Also discards its events that were already fetched. Removes the socket from the epoll set explicitly instead of
/// relying on close(): a child process that was just forked may hold the descriptor a little longer.
void SocketSet::remove(const WatchedSocket& socket) {
  ::epoll_ctl(epoll_.native_handle(), EPOLL_CTL_DEL, socket.descriptor(), nullptr);
  for (std::size_t i = next_; i < count_; ++i) {
    if (events_.at(i).data.ptr == &socket) {
      events_.at(i).data.ptr = nullptr;
    }
  }
}

void SocketSet::wait_for_events() {
  epoll_.async_wait(Descriptor::wait_read, [this](const error_code& error) {
    if (!error) {
      take_events();
    }
  });
}

void SocketSet::take_events() {
  const int count = ::epoll_wait(epoll_.native_handle(), events_.data(), static_cast<int>(events_.size()), 0);
  next_ = 0;
  count_ = count > 0 ? static_cast<std::size_t>(count) : 0;
  tell();
}

void SocketSet::tell() {
  struct GoOn {  // runs even if a user throws: schedules the remaining events, or watches the set again
    SocketSet& set;
    ~GoOn() {
      if (!set.epoll_.is_open()) {
        return;
      }
      if (set.next_ < set.count_) {
        asio::post(set.epoll_.get_executor(), [&set = set] { set.tell(); });
      } else {
        set.wait_for_events();
      }
    }
  };
  const GoOn go_on{*this};
  while (next_ < count_) {
    const epoll_event event = events_.at(next_++);
    if (event.data.ptr != nullptr) {
      static_cast<WatchedSocket*>(event.data.ptr)->ready(event.events);
    }
  }
}

}  // namespace jobrig::serve
