// TimerQueue: the moments that a worker's connections wait for, in one heap behind one timer: a waiting connection then
// costs 24 bytes here, where a timer of its own would cost 200. It knows no connection.
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "serve/asio.h"

namespace jobrig::serve {

/// Who can be woken. Waits for one moment at a time.
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

/// Used by one thread, that of its io_context.
class TimerQueue {
 public:
  explicit TimerQueue(asio::io_context& context) : timer_(context) {}

  /// Calls sleeper->on_time() once the steady clock has reached `when`, never before; keeps it alive until then. Takes
  /// the place of what it waited for before.
  void set(base::Monotonic when, std::shared_ptr<Waiter> waiter);
  /// Without effect on one that waits for nothing.
  void cancel(Waiter& waiter);
  /// Rings no more, until the next set(): the timer would keep its io_context running.
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
