// Process: starts a program in its own process group, reads both of its outputs to the end and never waits longer than
// a deadline. The destructor kills the whole group, including grandchildren. It uses no shell.
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
  std::map<std::string, std::string> environment;   // in addition to the caller's, which it overrides
  std::string folder;                               // working directory; empty: the caller's
  std::string input;                                // at most 64 KiB for stdin, which is then closed
  std::chrono::milliseconds deadline = kHangGuard;  // of run()
};

/// How a program ended, and its complete output.
struct Outcome {
  int exit_code = -1;      // 128 + N when signal N ended it, as in shells
  bool timed_out = false;  // the deadline passed, and the whole group was killed
  std::string out;
  std::string err;
};

/// A running program. Used by one test thread. A separate thread drains the pipes.
class Process {
 public:
  /// Throws std::runtime_error when the program cannot be started. `words` starts with its path.
  explicit Process(const std::vector<std::string>& words, const ProcessOptions& options = {});
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  [[nodiscard]] int id() const;
  /// Waits for the next line of stdout and returns it without its line feed. Nothing when the program ends or the
  /// deadline passes first.
  std::optional<std::string> next_line(std::chrono::milliseconds deadline = kHangGuard);
  /// Waits until stderr contains `text`. False when the program ends or the deadline passes first.
  bool wait_for_error_text(std::string_view text, std::chrono::milliseconds deadline = kHangGuard);
  void send_signal(int signal) const;
  /// Waits for the end. Kills the whole group when the deadline passes. May be called repeatedly.
  Outcome finish(std::chrono::milliseconds deadline = kHangGuard);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Starts the program, waits for its end within options.deadline and returns its result.
Outcome run(const std::vector<std::string>& words, const ProcessOptions& options = {});
/// Runs the built program: `run_jobrig({"list", "errors"})`.
Outcome run_jobrig(std::vector<std::string> arguments, const ProcessOptions& options = {});
/// Waits until the process has ended; it need not be our child. False when the deadline passes first.
bool wait_until_gone(int id, std::chrono::milliseconds deadline = kHangGuard);
/// The path of the built program.
std::string jobrig_program();

}  // namespace jobrig::test
