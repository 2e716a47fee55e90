// SocketSet: the open sockets of one worker in one edge-triggered epoll set, which Asio watches as a single descriptor.
// A socket is registered once, for all events. A wait takes two pointers here; Asio's own waits cost one system call
// per request and 300 bytes per socket. It does not read or write.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "serve/asio.h"
#include "serve/transport.h"

namespace jobrig::serve {

class SocketSet;

/// One non-blocking socket, a member of its set from construction to close. An edge is reported only once; therefore
/// the socket remembers that it is readable, and its reader calls note_emptied() after reading everything. The waiting
/// object owns the socket, directly or indirectly.
class WatchedSocket {
 public:
  /// Takes ownership of the descriptor. Throws std::system_error (and closes the descriptor) if the kernel has no
  /// memory to watch it.
  WatchedSocket(SocketSet& set, int descriptor);
  WatchedSocket(const WatchedSocket&) = delete;
  WatchedSocket& operator=(const WatchedSocket&) = delete;
  ~WatchedSocket() { close(); }

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

  /// Calls user->on_readable() or on_writable() later, never during this call. At most one wait of each kind at a time.
  /// Wait for writability only after a write that would block: it costs a system call.
  void wait_readable(std::shared_ptr<TransportUser> user);
  void wait_writable(std::shared_ptr<TransportUser> user);
  /// Calls user->on_readable() soon, regardless of the socket: used when the data is already in another buffer.
  void call_soon(std::shared_ptr<TransportUser> user);

  /// Call it after a read that emptied the socket: the next read has to wait. No effect after the client has finished
  /// sending, because no further edge follows.
  void note_emptied() { readable_ = finished_; }

  /// Ends all waits without a call.
  void close();

 private:
  friend class SocketSet;
  void ready(std::uint32_t events);

  SocketSet& set_;
  std::shared_ptr<TransportUser> reader_;
  std::shared_ptr<TransportUser> writer_;
  int descriptor_;
  bool readable_ = false;
  bool finished_ = false;  // a FIN or reset of the client was reported
};

/// Used by one thread, the thread of its io_context.
class SocketSet {
 public:
  /// Throws std::system_error if no descriptor is left.
  explicit SocketSet(asio::io_context& context);

  /// Stops watching, which would keep the io_context running. Call it only after all sockets are closed.
  void stop();

 private:
  friend class WatchedSocket;
  // Events handled at a time. A due timer waits for at most one batch, half a millisecond in the worst case.
  static constexpr std::size_t kBatch = 32;

  void add(WatchedSocket& socket);
  void watch_room(WatchedSocket& socket);
  void control(int operation, WatchedSocket& socket, std::uint32_t events);
  void remove(const WatchedSocket& socket);
  void wait_for_events();
  void take_events();
  void tell();

  Descriptor epoll_;
  std::array<epoll_event, kBatch> events_{};
  std::size_t next_ = 0;   // the first event that was not handled yet
  std::size_t count_ = 0;  // in events_
};

}  // namespace jobrig::serve
