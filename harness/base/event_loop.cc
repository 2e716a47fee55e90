#include "base/event_loop.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace jobrig::base {
namespace {

/// Throws the error in errno if `number` is not a descriptor.
Descriptor require_descriptor(int number, const char* what) {
  if (number < 0) {
    throw std::system_error(errno, std::generic_category(), what);
  }
  return Descriptor(number);
}

}  // namespace

thread_local const EventLoop* EventLoop::running_here = nullptr;

EventLoop::Wakeup::Wakeup()
    : event_(require_descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "cannot open an event descriptor")) {}

void EventLoop::Wakeup::wake() noexcept {
  const std::uint64_t one = 1;
  // Fails only when the counter is full, and then the loop wakes up anyway.
  [[maybe_unused]] const ssize_t written = ::write(event_.get(), &one, sizeof one);
}

void EventLoop::Wakeup::on_events(std::uint32_t /*events*/) noexcept {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t taken = ::read(event_.get(), &count, sizeof count);
}

EventLoop::EventLoop() : epoll_(require_descriptor(::epoll_create1(EPOLL_CLOEXEC), "cannot watch sockets")) {
  watch(wakeup_.descriptor(), EPOLLIN, wakeup_);
}

void EventLoop::run() noexcept {
  running_here = this;
  while (!stopped_) {
    dispatch_events(tasks_.load(std::memory_order_acquire) > 0 ? 0 : -1);
    run_tasks();
  }
  while (tasks_.load(std::memory_order_acquire) > 0) {
    run_tasks();
  }
  stopped_ = false;
  running_here = nullptr;
}

void EventLoop::dispatch_events(int timeout) noexcept {
  const int count = ::epoll_wait(epoll_.get(), events_.data(), static_cast<int>(events_.size()), timeout);
  next_ = 0;
  count_ = count > 0 ? static_cast<std::size_t>(count) : 0;
  while (next_ < count_) {
    const epoll_event event = events_[next_++];
    if (event.data.ptr != nullptr) {
      static_cast<Watcher*>(event.data.ptr)->on_events(event.events);
    }
  }
}

/// Runs the tasks that are queued now. Tasks that they post run after the next events.
void EventLoop::run_tasks() noexcept {
  for (std::size_t left = tasks_.load(std::memory_order_acquire); left > 0; --left) {
    std::unique_lock lock(mutex_);
    Task& task = *std::exchange(first_, first_->next_);
    const std::shared_ptr<void> owner = std::move(task.owner_);
    task.queued_ = false;
    tasks_.fetch_sub(1, std::memory_order_relaxed);
    lock.unlock();
    task.run_task();
  }
}

void EventLoop::post(Task& task, std::shared_ptr<void> owner) noexcept {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(task.queued_, true)) {
      return;
    }
    task.next_ = nullptr;
    task.owner_ = std::move(owner);
    (first_ == nullptr ? first_ : last_->next_) = &task;
    last_ = &task;
    tasks_.fetch_add(1, std::memory_order_release);
  }
  if (!is_here()) {
    wakeup_.wake();
  }
}

void EventLoop::control(int operation, int descriptor, std::uint32_t events, Watcher& watcher) {
  epoll_event event{events, {}};
  event.data.ptr = &watcher;
  if (::epoll_ctl(epoll_.get(), operation, descriptor, &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot watch a descriptor");
  }
}

void EventLoop::unwatch(int descriptor, const Watcher& watcher) noexcept {
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, descriptor, nullptr);
  for (std::size_t i = next_; i < count_; ++i) {
    if (events_[i].data.ptr == &watcher) {
      events_[i].data.ptr = nullptr;
    }
  }
}

}  // namespace jobrig::base
