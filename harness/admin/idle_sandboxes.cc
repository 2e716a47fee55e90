#include "admin/idle_sandboxes.h"

#include <chrono>
#include <exception>
#include <utility>

#include "base/units.h"

namespace jobrig::admin {
namespace {

constexpr std::chrono::seconds kRetry{1};

}  // namespace

IdleSandboxes::IdleSandboxes(hosting::Sandboxes& sandboxes, journal::JournalFile* journal)
    : sandboxes_(sandboxes), journal_(journal), thread_([this] { run(); }) {}

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
    return sandboxes_.remove_idle([this](const hosting::Sandbox& removed) {
      journal::AuditRecord record;
      record.who = "jobrig";
      record.what = "deleted " + removed.id() + ", which was idle for " + base::format_duration(removed.idle());
      sandboxes_.main()->record_change(std::move(record), journal_);
    });
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
