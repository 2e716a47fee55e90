// TimerQueue: the wake-up times of a worker's connections in one heap with one timer. A waiting connection takes 24
// bytes; a timer of its own would take 200. It does not know connections.
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/event_loop.h"

namespace jobrig::serve {

/// An object that can be woken. Waits for one time at a time.
class Waiter {
 public:
  Waiter() = default;
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  virtual ~Waiter() = default;
  virtual void on_time() noexcept = 0;

 private:
  friend class TimerQueue;
  static constexpr std::size_t kAwake = std::numeric_limits<std::size_t>::max();
  std::size_t place_ = kAwake;  // in the heap
};

/// Used by one thread, the thread of its event loop, which it must not outlive.
class TimerQueue final : private base::Watcher {
 public:
  /// Reserves room for `reserved` waiters. Throws std::system_error when no descriptor is left.
  explicit TimerQueue(base::EventLoop& loop, std::size_t reserved = 0);
  ~TimerQueue() override;

  /// Calls waiter->on_time() after the steady clock has reached `when`, never before. Keeps the waiter alive until
  /// then. Replaces an earlier wait of the same waiter. Throws std::bad_alloc when there is no room and no memory; then
  /// the waiter does not wait.
  void set(base::Monotonic when, std::shared_ptr<Waiter> waiter);
  /// No effect if the waiter is not waiting.
  void cancel(Waiter& waiter) noexcept;
  /// Runs the task on the thread of the queue. May be called from any thread.
  void post(base::Task& task, std::shared_ptr<void> owner) noexcept { loop_.post(task, std::move(owner)); }

 private:
  struct Entry {
    base::Monotonic when;
    std::shared_ptr<Waiter> waiter;
  };

  void on_events(std::uint32_t events) noexcept override;
  void settle(std::size_t at, Entry entry) noexcept;
  std::shared_ptr<Waiter> take(std::size_t at) noexcept;
  void arm() noexcept;

  base::EventLoop& loop_;
  base::Descriptor timer_;
  std::vector<Entry> heap_;      // a binary heap, the earliest in front
  base::Monotonic armed_for_{};  // zero: the timer is not armed
};

}  // namespace jobrig::serve
