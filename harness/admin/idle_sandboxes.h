// Idle sandboxes: deletes those that nobody has used for as long as they may be idle, on a thread of its own, which
// sleeps until the next one's time has come.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "hosting/sandboxes.h"

namespace jobrig::admin {

/// Thread-safe. Borrows the sandboxes.
class IdleSandboxes {
 public:
  explicit IdleSandboxes(hosting::Sandboxes& sandboxes);
  IdleSandboxes(const IdleSandboxes&) = delete;
  IdleSandboxes& operator=(const IdleSandboxes&) = delete;
  ~IdleSandboxes();

  /// One was made, whose time may come before the others'.
  void look_again();

 private:
  void run();

  hosting::Sandboxes& sandboxes_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool again_ = false;   // guarded by mutex_
  bool ending_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace jobrig::admin
