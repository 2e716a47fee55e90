#include "serve/timer_queue.h"

#include <chrono>
#include <utility>

namespace jobrig::serve {

void TimerQueue::set(base::Monotonic when, std::shared_ptr<Waiter> waiter) {
  cancel(*waiter);
  heap_.emplace_back();
  settle(heap_.size() - 1, {when, std::move(waiter)});
  arm();
}

void TimerQueue::cancel(Waiter& waiter) {
  if (waiter.place_ != Waiter::kAwake) {
    take(waiter.place_);  // the timer may fire once without effect
  }
}

void TimerQueue::stop() {
  armed_for_ = {};
  timer_.cancel();
}

/// Puts an entry into the free slot `at`, or moves it up or down from there to its position in the heap.
void TimerQueue::settle(std::size_t at, Entry entry) {
  const auto put = [this](std::size_t to, Entry&& moved) {
    moved.waiter->place_ = to;
    heap_[to] = std::move(moved);
  };
  while (at > 0 && entry.when < heap_[(at - 1) / 2].when) {
    put(at, std::move(heap_[(at - 1) / 2]));
    at = (at - 1) / 2;
  }
  for (std::size_t child = 2 * at + 1; child < heap_.size(); child = 2 * at + 1) {
    if (child + 1 < heap_.size() && heap_[child + 1].when < heap_[child].when) {
      ++child;
    }
    if (!(heap_[child].when < entry.when)) {
      break;
    }
    put(at, std::move(heap_[child]));
    at = child;
  }
  put(at, std::move(entry));
}

std::shared_ptr<Waiter> TimerQueue::take(std::size_t at) {
  std::shared_ptr<Waiter> taken = std::move(heap_[at].waiter);
  taken->place_ = Waiter::kAwake;
  Entry last = std::move(heap_.back());
  heap_.pop_back();
  if (at < heap_.size()) {
    settle(at, std::move(last));
  }
  return taken;
}

void TimerQueue::arm() {
  if (heap_.empty() || (armed_for_ != base::Monotonic{} && armed_for_ <= heap_.front().when)) {
    return;
  }
  armed_for_ = heap_.front().when;
  timer_.expires_at(armed_for_);
  timer_.async_wait([this](const error_code& error) {
    if (!error) {
      armed_for_ = {};
      fire();
    }
  });
}

void TimerQueue::fire() {
  struct ArmAgain {  // runs even if a waiter throws
    TimerQueue& timers;
    ~ArmAgain() { timers.arm(); }
  };
  const ArmAgain arm_again{*this};
  while (!heap_.empty() && heap_.front().when <= std::chrono::steady_clock::now()) {
    take(0)->on_time();
  }
}

}  // namespace jobrig::serve
