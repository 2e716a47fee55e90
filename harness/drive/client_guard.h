// Client guard: a process of its own that ends the clients when this program ends without doing so: killed, out of
// memory, or aborted. While this program lives, the guard only waits.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <string>

namespace jobrig::drive {

/// Thread-safe, except that each place is found for one process at a time.
class ClientGuard {
 public:
  /// Starts the guard. `mark` begins the value of kTreeVariable in every client. A guard that cannot be started is
  /// missing silently: each client's first process still dies with us (spawn.h).
  explicit ClientGuard(const std::string& mark);
  ClientGuard(const ClientGuard&) = delete;
  ClientGuard& operator=(const ClientGuard&) = delete;
  /// Ends the guard if all clients have ended. If not, the guard ends them after this program.
  ~ClientGuard();

  /// Where the first process of a client, a session leader, writes its id before it executes the program: we may be
  /// killed before spawn() returns. Null when there is no place left. Find the place and start the process under one
  /// lock.
  [[nodiscard]] std::atomic<pid_t>* free_place();
  /// Frees its place once it is reaped.
  void remove(pid_t leader);

  /// -1 when it is missing.
  [[nodiscard]] pid_t id() const { return id_; }

  static constexpr std::size_t kMaxLeaders = 1024;

 private:
  struct Leaders;

  Leaders* leaders_;  // in memory that the guard shares; null when there is none
  pid_t id_ = -1;
};

}  // namespace jobrig::drive
