// Stop signals: SIGINT, SIGTERM, SIGQUIT and SIGHUP as events that one thread waits for, instead of handlers that
// interrupt any thread. A thread of its own reads them, so that a second one is obeyed whatever the others do.
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
  /// False: SIGHUP is an event of its own. True: it stops like the others, unless the program was started to ignore it.
  bool hangup_stops = true;
  /// How long the process may live after the second signal that stops. Then it ends, whatever it is doing, with exit
  /// code 2. Absent: as long as it likes.
  std::optional<std::chrono::milliseconds> patience;
};

/// Blocks the signals in this thread and in all that it starts from now on: make it before any thread. SIGPIPE and
/// SIGXFSZ are ignored for the whole process: a broken pipe or a full disk is an error of the write that met it.
class StopSignals {
 public:
  /// Does all that can fail: throws std::system_error.
  explicit StopSignals(StopSignalsOptions options = {});
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

  /// Waits until `finish` is called by another thread. Meanwhile calls `on_stop` with how many signals have come, 1 at
  /// the first, and `on_hangup` for each SIGHUP that does not stop. Those that came before are told too. For the thread
  /// that made this.
  void wait(const std::function<void(int)>& on_stop, const std::function<void()>& on_hangup = {});
  /// Ends the wait, from another thread.
  void finish();

 private:
  void read_signals();
  void take(int signal);

  const StopSignalsOptions options_;
  sigset_t signals_{};
  sigset_t before_{};
  base::Descriptor arrivals_;  // a signalfd
  base::Descriptor over_;      // an eventfd, readable once this ends
  std::mutex mutex_;
  std::condition_variable changed_;
  int stops_ = 0;  // under mutex_, as all below: how many came
  int hangups_ = 0;
  bool finished_ = false;
  std::optional<std::chrono::steady_clock::time_point> give_up_;  // the reading thread's
  std::thread reader_;
};

}  // namespace jobrig::hosting
