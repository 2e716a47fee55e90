// WatchedSocket: one connected socket in the epoll set of its worker, edge-triggered and registered once. Waiting
// then costs two pointers. It does not read or write.
#pragma once

#include <cstdint>
#include <memory>

#include "base/descriptor.h"
#include "base/event_loop.h"
#include "transport/transport.h"

namespace jobrig::transport {

/// One non-blocking socket, watched from construction to close. An edge is reported only once; therefore the socket
/// remembers that it is readable, and its reader calls note_emptied() after reading everything. The waiting object owns
/// the socket, directly or indirectly.
class WatchedSocket final : private base::Watcher, private base::Task {
 public:
  /// Takes ownership of the descriptor, unless it throws std::system_error: the kernel has no memory to watch it.
  WatchedSocket(base::EventLoop& loop, base::Descriptor& descriptor);
  ~WatchedSocket() override { close(); }

  [[nodiscard]] int descriptor() const { return descriptor_.get(); }
  [[nodiscard]] bool is_open() const { return descriptor_.open(); }

  /// Calls user->on_readable() or on_writable() later, never during this call. At most one wait of each kind at a time,
  /// and both of the same user.
  /// Wait for writability only after a write that would block: it costs a system call, and throws std::system_error if
  /// the kernel has no memory.
  void wait_readable(std::shared_ptr<TransportUser> user) noexcept;
  void wait_writable(std::shared_ptr<TransportUser> user);
  /// Calls user->on_readable() soon, regardless of the socket: used when the data is already in another buffer.
  void call_soon(std::shared_ptr<TransportUser> user) noexcept;

  /// Call it after a read that emptied the socket: the next read has to wait. No effect after the client has finished
  /// sending, because no further edge follows.
  void note_emptied() { readable_ = finished_; }

  /// Ends all waits without a call.
  void close() noexcept;

 private:
  void on_events(std::uint32_t events) noexcept override;
  void run_task() noexcept override;

  /// Ends the wait to read, if it is one, and returns its user. The same for writing.
  std::shared_ptr<TransportUser> take_reader() noexcept { return take(waits_to_read_, waits_to_write_); }
  std::shared_ptr<TransportUser> take_writer() noexcept { return take(waits_to_write_, waits_to_read_); }
  std::shared_ptr<TransportUser> take(bool& waits, bool other_waits) noexcept;

  // The small members come first: they share a word with the end of the task. A server has thousands of sockets.
  bool readable_ = false;
  bool finished_ = false;  // the client's FIN or a reset was announced
  bool waits_to_read_ = false;
  bool waits_to_write_ = false;
  base::Descriptor descriptor_;
  base::EventLoop& loop_;
  std::shared_ptr<TransportUser> user_;  // of the waits; null: none
};

}  // namespace jobrig::transport
