// Stop signals: delivers SIGINT and SIGTERM as events to one waiting thread, without signal handlers. It does not stop
// anything itself.
#pragma once

#include <csignal>

#include <functional>

namespace jobrig::hosting {

/// Blocks SIGINT and SIGTERM in this thread and in all threads that it starts later: construct it before starting
/// threads. SIGPIPE is ignored for the whole process; writing to a broken pipe returns an error instead.
class StopSignals {
 public:
  StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

  /// Waits until another thread calls `finish`. Calls `on_signal` for each signal with the number of signals so far,
  /// starting at 1. Only the thread that constructed this object may wait.
  void wait(const std::function<void(int)>& on_signal);
  /// Ends the wait; called from another thread.
  void finish();

 private:
  sigset_t signals_{};
  sigset_t before_{};
  int finished_;  // an eventfd, readable after finish()
};

}  // namespace jobrig::hosting
