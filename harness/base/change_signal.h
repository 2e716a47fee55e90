// ChangeSignal: notifies observers of changes. It does not know what has changed, and starts no thread.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>

namespace jobrig::base {

/// Thread-safe.
class ChangeSignal {
 public:
  /// Observes the signal until it is destroyed. `wake` is not called after that. The signal must outlive the watch.
  class Watch {
   public:
    Watch(ChangeSignal& signal, std::function<void()> wake);
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    ~Watch();

   private:
    friend class ChangeSignal;
    ChangeSignal& signal_;
    std::function<void()> wake_;
    std::list<Watch*>::iterator place_;
  };

  /// Calls `wake` at each change, on the thread that calls notify() and with a lock held: `wake` must return quickly
  /// and must not call the signal.
  [[nodiscard]] std::unique_ptr<Watch> watch(std::function<void()> wake);
  /// Notifies all observers.
  void notify();

 private:
  std::mutex mutex_;
  std::list<Watch*> watches_;  // guarded by mutex_
};

}  // namespace jobrig::base
