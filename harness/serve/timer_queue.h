// TimerQueue: the wake-up times of a worker's connections in one heap with one timer. A waiting connection takes 24
// bytes; a timer of its own would take 200. It does not know connections.
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "serve/asio.h"

namespace jobrig::serve {

/// An object that can be woken. Waits for one time at a time.
class Waiter {
 public:
  Waiter() = default;
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  virtual ~Waiter() = default;
  virtual void on_time() = 0;

 private:
  friend class TimerQueue;
  static constexpr std::size_t kAwake = std::numeric_limits<std::size_t>::max();
  std::size_t place_ = kAwake;  // in the heap
};

/// Used by one thread, the thread of its io_context.
class TimerQueue {
 public:
  explicit TimerQueue(asio::io_context& context) : timer_(context) {}

  /// Calls waiter->on_time() after the steady clock has reached `when`, never before. Keeps the waiter alive until
  /// then. Replaces an earlier wait of the same waiter.
  void set(base::Monotonic when, std::shared_ptr<Waiter> waiter);
  /// No effect if the waiter is not waiting.
  void cancel(Waiter& waiter);
  /// Calls `handler` on the thread of the queue. May be called from any thread.
  template <typename Handler>
  void post(Handler handler) {
    asio::post(timer_.get_executor(), std::move(handler));
  }
  /// Cancels the timer until the next set(); an active timer would keep the io_context running.
  void stop();

 private:
  struct Entry {
    base::Monotonic when;
    std::shared_ptr<Waiter> waiter;
  };

  void settle(std::size_t at, Entry entry);
  std::shared_ptr<Waiter> take(std::size_t at);
  void arm();
  void fire();

  std::vector<Entry> heap_;  // a binary heap, the earliest in front
  Timer timer_;
  base::Monotonic armed_for_{};  // zero: the timer is not armed
};

}  // namespace jobrig::serve
