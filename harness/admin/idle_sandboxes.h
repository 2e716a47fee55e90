// Idle sandboxes: deletes sandboxes that have been idle for longer than their limit. It uses a separate thread, which
// sleeps until the next sandbox expires. It does not create sandboxes.
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

  /// Must be called after a sandbox was created: it may expire before the others.
  void look_again();

 private:
  base::Monotonic remove_idle() noexcept;
  void run();

  hosting::Sandboxes& sandboxes_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool again_ = false;   // guarded by mutex_
  bool ending_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace jobrig::admin
