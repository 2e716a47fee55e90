#include "admin/idle_sandboxes.h"

#include <chrono>
#include <exception>

namespace jobrig::admin {
namespace {

constexpr std::chrono::seconds kRetry{1};

}  // namespace

IdleSandboxes::IdleSandboxes(hosting::Sandboxes& sandboxes) : sandboxes_(sandboxes), thread_([this] { run(); }) {}

IdleSandboxes::~IdleSandboxes() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void IdleSandboxes::look_again() {
  {
    const std::lock_guard lock(mutex_);
    again_ = true;
  }
  changed_.notify_one();
}

/// When to look again.
base::Monotonic IdleSandboxes::remove_idle() noexcept {
  try {
    return sandboxes_.remove_idle();
  } catch (const std::exception&) {  // no memory now
    return sandboxes_.monotonic() + kRetry;
  }
}

void IdleSandboxes::run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    again_ = false;
    lock.unlock();
    const base::Monotonic next = remove_idle();
    lock.lock();
    const auto woken = [this] { return ending_ || again_; };
    if (next == base::Monotonic::max()) {
      changed_.wait(lock, woken);
    } else {
      changed_.wait_until(lock, next, woken);
    }
  }
}

}  // namespace jobrig::admin
