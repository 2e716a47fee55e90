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
    user_ = std::move(user);
    waits_to_read_ = true;
  }
}

/// Adding EPOLLOUT triggers an event even if there is room already. From then on there may be superfluous events. It is
/// not set from the start, because each new connection would get an event for its empty send buffer.
void WatchedSocket::wait_writable(std::shared_ptr<TransportUser> user) {
  loop_.watch_again(descriptor_.get(), kBytes | EPOLLOUT, *this);
  user_ = std::move(user);
  waits_to_write_ = true;
}

void WatchedSocket::call_soon(std::shared_ptr<TransportUser> user) noexcept {
  user_ = user;
  waits_to_read_ = true;
  loop_.post(*this, std::move(user));
}

std::shared_ptr<TransportUser> WatchedSocket::take(bool& waits, bool other_waits) noexcept {
  if (!std::exchange(waits, false)) {
    return nullptr;
  }
  return other_waits ? user_ : std::move(user_);
}

void WatchedSocket::run_task() noexcept {
  if (const std::shared_ptr<TransportUser> reader = take_reader(); reader && is_open()) {
    reader->on_readable();
  }
}

void WatchedSocket::on_events(std::uint32_t events) noexcept {
  const bool broken = (events & (EPOLLERR | EPOLLHUP)) != 0;
  finished_ = finished_ || broken || (events & EPOLLRDHUP) != 0;
  readable_ = readable_ || finished_ || (events & EPOLLIN) != 0;
  const bool writable = broken || (events & EPOLLOUT) != 0;
  // Both are taken first: either may own this object, and callbacks may start a new wait.
  const std::shared_ptr<TransportUser> writer = writable ? take_writer() : nullptr;
  const std::shared_ptr<TransportUser> reader = readable_ ? take_reader() : nullptr;
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
    waits_to_read_ = waits_to_write_ = false;
    // Moved out first: otherwise the last owner of a waiting user could destroy this object inside its own function.
    const std::shared_ptr<TransportUser> user = std::move(user_);
  }
}

}  // namespace jobrig::transport
