// Stop signals: SIGINT and SIGTERM as events that one thread waits for, instead of handlers that interrupt any thread.
#pragma once

#include <csignal>

#include <functional>

namespace jobrig::hosting {

/// Blocks SIGINT and SIGTERM in this thread and in all that it starts from now on: make it before any thread. SIGPIPE
/// is ignored for the whole process: a broken pipe is an error of the write that met it.
class StopSignals {
 public:
  StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

  /// Waits, and calls `on_signal` with how many signals have come, 1 at the first, until `finish` is called by another
  /// thread. Only the thread that made this may wait.
  void wait(const std::function<void(int)>& on_signal);
  /// Ends the wait, from another thread.
  void finish();

 private:
  sigset_t signals_{};
  sigset_t before_{};
  int finished_;  // an eventfd, readable once finished
};

}  // namespace jobrig::hosting
