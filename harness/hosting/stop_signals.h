// Stop signals: delivers SIGINT, SIGTERM, SIGQUIT and SIGHUP as events to one waiting thread, without signal handlers.
// A separate thread reads them, so a second signal works even if all other threads are stuck. It does not stop anything
// itself.
#pragma once

#include <csignal>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "base/descriptor.h"

namespace jobrig::hosting {

struct StopSignalsOptions {
  /// False: SIGHUP is a separate event. True: SIGHUP stops, unless the program was started with SIGHUP ignored.
  bool hangup_stops = true;
  /// Time to live after the second signal that stops. Then the process exits with code 2, whatever it is doing. Absent:
  /// no limit.
  std::optional<std::chrono::milliseconds> patience;
};

/// Blocks the signals in this thread and in all threads that it starts later: construct it before starting threads.
/// SIGPIPE and SIGXFSZ are ignored for the whole process; writing to a broken pipe or a full disk returns an error
/// instead.
class StopSignals {
 public:
  /// Everything that can fail happens here: throws std::system_error.
  explicit StopSignals(StopSignalsOptions options = {});
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

  /// Waits until another thread calls `finish`. Calls `on_stop` for each signal with the number of signals so far,
  /// starting at 1, and `on_hangup` for each SIGHUP that does not stop. Includes signals that came before the call.
  /// Only the thread that constructed this object may wait.
  void wait(const std::function<void(int)>& on_stop, const std::function<void()>& on_hangup = {});
  /// Ends the wait; called from another thread.
  void finish();

 private:
  void read_signals();
  void take(int signal);

  const StopSignalsOptions options_;
  sigset_t signals_{};
  sigset_t before_{};
  base::Descriptor arrivals_;  // a signalfd
  base::Descriptor over_;      // an eventfd, readable when the destructor runs
  std::mutex mutex_;
  std::condition_variable changed_;
  int stops_ = 0;  // guarded by mutex_, like the next two
  int hangups_ = 0;
  bool finished_ = false;
  std::optional<std::chrono::steady_clock::time_point> give_up_;  // used by the reading thread only
  std::thread reader_;
};

}  // namespace jobrig::hosting
