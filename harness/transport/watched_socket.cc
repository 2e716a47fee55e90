#include "transport/watched_socket.h"

#include <utility>

namespace jobrig::transport {
namespace {

constexpr std::uint32_t kBytes = EPOLLIN | EPOLLRDHUP | EPOLLET;

}  // namespace

WatchedSocket::WatchedSocket(base::EventLoop& loop, base::Descriptor& descriptor) : loop_(loop) {
  loop_.watch(descriptor.get(), kBytes, *this);
  descriptor_ = std::move(descriptor);
}

void WatchedSocket::wait_readable(std::shared_ptr<TransportUser> user) noexcept {
  if (readable_) {
    call_soon(std::move(user));
  } else {
    reader_ = std::move(user);
  }
}

/// Adding EPOLLOUT triggers an event even if there is room already. From then on there may be superfluous events. It is
/// not set from the start, because each new connection would get an event for its empty send buffer.
void WatchedSocket::wait_writable(std::shared_ptr<TransportUser> user) {
  loop_.watch_again(descriptor_.get(), kBytes | EPOLLOUT, *this);
  writer_ = std::move(user);
}

void WatchedSocket::call_soon(std::shared_ptr<TransportUser> user) noexcept {
  reader_ = user;
  loop_.post(*this, std::move(user));
}

void WatchedSocket::run_task() noexcept {
  if (const std::shared_ptr<TransportUser> reader = std::move(reader_); reader && is_open()) {
    reader->on_readable();
  }
}

void WatchedSocket::on_events(std::uint32_t events) noexcept {
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

void WatchedSocket::close() noexcept {
  if (is_open()) {
    loop_.unwatch(descriptor_.get(), *this);
    descriptor_.close();
    // Moved out first: otherwise the last owner of a waiting user could destroy this object inside its own function.
    const std::shared_ptr<TransportUser> reader = std::move(reader_);
    const std::shared_ptr<TransportUser> writer = std::move(writer_);
  }
}

}  // namespace jobrig::transport
