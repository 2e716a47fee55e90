#include "serve/timer_queue.h"

#include <sys/timerfd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

namespace jobrig::serve {
namespace {

itimerspec expiry_at(base::Monotonic when) {
  // The steady clock is CLOCK_MONOTONIC. Zero would disarm the timer.
  const auto since_boot = std::max(when.time_since_epoch(), std::chrono::nanoseconds(1));
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since_boot);
  itimerspec expiry{};
  expiry.it_value.tv_sec = static_cast<std::time_t>(seconds.count());
  expiry.it_value.tv_nsec = (since_boot - seconds).count();
  return expiry;
}

}  // namespace

TimerQueue::TimerQueue(base::EventLoop& loop, std::size_t reserved)
    : loop_(loop), timer_(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)) {
  if (!timer_.open()) {
    throw std::system_error(errno, std::generic_category(), "cannot open a timer");
  }
  heap_.reserve(reserved);
  loop_.watch(timer_.get(), EPOLLIN | EPOLLET, *this);  // once for each time that it is set
}

TimerQueue::~TimerQueue() { loop_.unwatch(timer_.get(), *this); }

void TimerQueue::set(base::Monotonic when, std::shared_ptr<Waiter> waiter) {
  cancel(*waiter);
  heap_.emplace_back();
  settle(heap_.size() - 1, {when, std::move(waiter)});
  arm();
}

void TimerQueue::cancel(Waiter& waiter) noexcept {
  if (waiter.place_ != Waiter::kAwake) {
    take(waiter.place_);  // the timer may fire once without effect
  }
}

/// Puts an entry into the free slot `at`, or moves it up or down from there to its position in the heap.
void TimerQueue::settle(std::size_t at, Entry entry) noexcept {
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

std::shared_ptr<Waiter> TimerQueue::take(std::size_t at) noexcept {
  std::shared_ptr<Waiter> taken = std::move(heap_[at].waiter);
  taken->place_ = Waiter::kAwake;
  Entry last = std::move(heap_.back());
  heap_.pop_back();
  if (at < heap_.size()) {
    settle(at, std::move(last));
  }
  return taken;
}

void TimerQueue::arm() noexcept {
  if (heap_.empty() || (armed_for_ != base::Monotonic{} && armed_for_ <= heap_.front().when)) {
    return;
  }
  armed_for_ = heap_.front().when;
  const itimerspec expiry = expiry_at(armed_for_);
  ::timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &expiry, nullptr);
}

void TimerQueue::on_events(std::uint32_t /*events*/) noexcept {
  armed_for_ = {};
  const base::Monotonic now = std::chrono::steady_clock::now();
  while (!heap_.empty() && heap_.front().when <= now) {
    take(0)->on_time();
  }
  arm();
}

}  // namespace jobrig::serve
