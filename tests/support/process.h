// Process: starts a program in a process group of its own, reads both of its pipes to the end and never waits longer
// than a deadline. What it started is gone when it is destroyed, grandchildren in the group included. No shell.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/hang_guard.h"

namespace jobrig::test {

struct ProcessOptions {
  std::map<std::string, std::string> environment;   // beside the caller's own, which it overrides
  std::string folder;                               // to run in; empty: the caller's
  std::string input;                                // at most 64 KiB for stdin, which is closed behind it
  std::chrono::milliseconds deadline = kHangGuard;  // of run()
};

/// How a program ended and all that it wrote.
struct Outcome {
  int exit_code = -1;      // 128 + N when signal N ended it, as a shell says it
  bool timed_out = false;  // the deadline passed and the whole group was killed
  std::string out;
  std::string err;
};

/// A running program. For use by one test thread; a thread of its own drains the pipes.
class Process {
 public:
  /// Throws std::runtime_error when the program cannot be started. `words` begins with its path.
  explicit Process(const std::vector<std::string>& words, const ProcessOptions& options = {});
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  [[nodiscard]] int id() const;
  /// Waits for a line of stdout (the next one that was not taken yet) and returns it without its end; nothing when the
  /// program ended or the deadline passed before.
  std::optional<std::string> next_line(std::chrono::milliseconds deadline = kHangGuard);
  /// Waits until stderr holds `text`; false when the program ended or the deadline passed before.
  bool wait_for_error_text(std::string_view text, std::chrono::milliseconds deadline = kHangGuard);
  void send_signal(int signal) const;
  /// Waits for the end; kills the whole group when the deadline passes. May be called again.
  Outcome finish(std::chrono::milliseconds deadline = kHangGuard);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Starts, waits for the end within options.deadline, returns all of it.
Outcome run(const std::vector<std::string>& words, const ProcessOptions& options = {});
/// Runs the program that was built: `run_jobrig({"list", "errors"})`.
Outcome run_jobrig(std::vector<std::string> arguments, const ProcessOptions& options = {});
/// Waits until the process (it need not be ours) has ended; false when the deadline passed before.
bool wait_until_gone(int id, std::chrono::milliseconds deadline = kHangGuard);
/// The path of the program that was built.
std::string jobrig_program();

}  // namespace jobrig::test
