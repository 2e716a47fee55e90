// Idle sandboxes: deletes sandboxes that have been idle for longer than their limit. It uses a separate thread, which
// sleeps until the next sandbox expires, and records them as deleted. It does not create sandboxes.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "hosting/sandboxes.h"
#include "journal/file.h"

namespace jobrig::admin {

/// Thread-safe. Borrows the sandboxes and the journal, which may be null.
class IdleSandboxes {
 public:
  IdleSandboxes(hosting::Sandboxes& sandboxes, journal::JournalFile* journal);
  IdleSandboxes(const IdleSandboxes&) = delete;
  IdleSandboxes& operator=(const IdleSandboxes&) = delete;
  ~IdleSandboxes();

  /// Must be called after a sandbox was created: it may expire before the others.
  void look_again();

 private:
  base::Monotonic remove_idle() noexcept;
  void run();

  hosting::Sandboxes& sandboxes_;
  journal::JournalFile* const journal_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool again_ = false;   // guarded by mutex_
  bool ending_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace jobrig::admin
