// EventLoop: the loop of a worker's thread. It waits for descriptors, in one epoll set, and runs tasks that any thread
// posts. It does not know sockets or HTTP. After construction it allocates nothing, so a lack of memory cannot stop it.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>

#include "base/descriptor.h"

namespace jobrig::base {

/// Receives the events of one descriptor, on the thread of the loop.
class Watcher {
 public:
  Watcher() = default;
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  virtual ~Watcher() = default;
  /// `events`: as epoll_wait(2) reports them.
  virtual void on_events(std::uint32_t events) noexcept = 0;
};

/// Work for the thread of a loop. It is its own entry in the queue, so posting it cannot fail.
class Task {
 public:
  Task() = default;
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  virtual ~Task() = default;
  virtual void run_task() noexcept = 0;

 private:
  friend class EventLoop;
  Task* next_ = nullptr;  // guarded by the loop's mutex, as all below
  std::shared_ptr<void> owner_;
  bool queued_ = false;  // the last one: small members of a derived class share its word
};

/// post() may be called from any thread; everything else only from the thread that runs the loop, or before it runs.
class EventLoop {
 public:
  /// Throws std::system_error when no descriptor is left.
  EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// Runs until stop(), then runs the remaining tasks. Can be called again.
  void run() noexcept;
  void stop() { stopped_ = true; }

  /// Runs the task later, never inside this call. Has no effect on a task that is already queued. Keeps `owner` until
  /// the task has run; a task without an owner must outlive the loop.
  void post(Task& task, std::shared_ptr<void> owner = nullptr) noexcept;
  /// Whether this is the thread that runs the loop.
  [[nodiscard]] bool is_here() const { return running_here == this; }

  /// `events`: as in epoll_ctl(2). Throws std::system_error when the kernel has no memory to watch the descriptor.
  void watch(int descriptor, std::uint32_t events, Watcher& watcher) {
    control(EPOLL_CTL_ADD, descriptor, events, watcher);
  }
  void watch_again(int descriptor, std::uint32_t events, Watcher& watcher) {
    control(EPOLL_CTL_MOD, descriptor, events, watcher);
  }
  /// Also drops events that were already received. Call it before closing the descriptor: a child process that was just
  /// forked may still hold it.
  void unwatch(int descriptor, const Watcher& watcher) noexcept;

 private:
  /// Wakes the thread of the loop.
  class Wakeup final : public Watcher {
   public:
    Wakeup();
    void wake() noexcept;
    void on_events(std::uint32_t events) noexcept override;
    [[nodiscard]] int descriptor() const { return event_.get(); }

   private:
    Descriptor event_;
  };

  void control(int operation, int descriptor, std::uint32_t events, Watcher& watcher);
  void dispatch_events(int timeout) noexcept;
  void run_tasks() noexcept;

  // Events per batch. A timer that becomes due waits for one batch, half a millisecond at worst.
  static constexpr std::size_t kBatch = 32;
  static thread_local const EventLoop* running_here;

  Descriptor epoll_;
  Wakeup wakeup_;
  std::array<epoll_event, kBatch> events_{};
  std::size_t next_ = 0;   // the first event that is not yet dispatched
  std::size_t count_ = 0;  // in events_
  bool stopped_ = false;
  std::mutex mutex_;
  Task* first_ = nullptr;  // guarded by mutex_
  Task* last_ = nullptr;   // likewise
  std::atomic<std::size_t> tasks_{0};
};

}  // namespace jobrig::base
