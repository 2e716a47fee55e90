// SocketSet: the open sockets of one worker in one edge-triggered epoll set, which Asio watches as a single descriptor.
// A socket is registered once, for everything; a wait is then two pointers here, where Asio's own costs a system call a
// request and 300 bytes a socket. It reads and writes nothing.
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

/// One non-blocking socket, in its set from its making to its close. As an edge is told only once, it remembers that
/// there is something to read, and whoever reads says when that is used up. Who waits owns it, directly or not.
class WatchedSocket {
 public:
  /// Takes over the descriptor. Throws std::system_error when the kernel has no memory to watch it; it is closed then.
  WatchedSocket(SocketSet& set, int descriptor);
  WatchedSocket(const WatchedSocket&) = delete;
  WatchedSocket& operator=(const WatchedSocket&) = delete;
  ~WatchedSocket() { close(); }

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

  /// Calls user->on_readable() or on_writable() soon, never from inside. At most one wait of each kind at a time. That
  /// there is room is asked only after a write that found none: it costs a system call.
  void wait_readable(std::shared_ptr<TransportUser> user);
  void wait_writable(std::shared_ptr<TransportUser> user);
  /// Calls user->on_readable() soon, whatever the socket says: what is to be read lies elsewhere.
  void call_soon(std::shared_ptr<TransportUser> user);

  /// A read took all that there was: the next one has to wait. Without effect once the client has finished, as no edge
  /// comes after that one.
  void note_emptied() { readable_ = finished_; }

  /// Waits end without a call.
  void close();

 private:
  friend class SocketSet;
  void ready(std::uint32_t events);

  SocketSet& set_;
  std::shared_ptr<TransportUser> reader_;
  std::shared_ptr<TransportUser> writer_;
  int descriptor_;
  bool readable_ = false;
  bool finished_ = false;  // the client's FIN or a reset was announced
};

/// Used by one thread, that of its io_context.
class SocketSet {
 public:
  /// Throws std::system_error when there is no descriptor left for it.
  explicit SocketSet(asio::io_context& context);

  /// Watches no more: it would keep its io_context running. Only once all its sockets are closed.
  void stop();

 private:
  friend class WatchedSocket;
  // So many are told at a time: a timer that is due meanwhile waits for so many, half a millisecond at the worst.
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
  std::size_t next_ = 0;   // the first event that was not told yet
  std::size_t count_ = 0;  // in events_
};

}  // namespace jobrig::serve
