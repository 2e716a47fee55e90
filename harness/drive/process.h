// Process: one running client program. It reads both outputs up to a limit, waits for lines, and ends the program with
// its whole process tree. It does not interpret what the program writes.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "drive/client_usage.h"
#include "drive/line_buffer.h"
#include "drive/process_supervisor.h"
#include "drive/stop_flag.h"

namespace jobrig::drive {

/// The kept part of an output and its total size. Keep the head of stdout and the tail of stderr: the last error
/// message matters most.
class Output {
 public:
  static constexpr std::size_t kMax = std::size_t{64} << 10U;
  enum class Keep : std::uint8_t { kHead, kTail };
  explicit Output(Keep keep) : keep_(keep) {}

  void append(std::string_view more);
  /// At most kMax bytes.
  [[nodiscard]] std::string kept() const;
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  Keep keep_;
  std::string kept_;  // for the tail up to 2 * kMax bytes, to avoid a move for each byte
  std::uint64_t bytes_ = 0;
};

/// The reason why a wait ended.
enum class WaitResult : std::uint8_t {
  kDone,     // the awaited line or exit has arrived
  kClosed,   // the program has ended, or has closed the awaited output
  kTooLong,  // a line longer than kMaxLine
  kDeadline,
  kStopped,  // the stop flag is raised
};

/// Not thread-safe. The outputs are read only while a call waits. Between calls a program that writes much blocks.
class Process {
 public:
  static constexpr std::size_t kMaxLine = std::size_t{1} << 20U;
  /// The time between SIGTERM and SIGKILL.
  static constexpr std::chrono::milliseconds kTerminateTimeout{500};

  /// How the program and its tree ended.
  struct End {
    int exit_code = -1;      // 128 + N when signal N ended it
    bool signalled = false;  // a signal ended it, sent by us or by another process
    bool killed = false;     // we ended it
    std::size_t left_behind = 0;
    bool complete = true;
  };

  /// Borrows both, which must outlive the process. With `input` in the options, lines can be sent and received: stdout
  /// is then read line by line. Without it, stdout is kept.
  static base::Result<std::unique_ptr<Process>> start(ProcessSupervisor& supervisor, const StopFlag& stop,
                                                      SpawnOptions options);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  /// Ends the program if it is still running.
  ~Process();

  /// Writes the line and a line feed. The program has until the deadline to read it.
  WaitResult send_line(std::string_view line, base::Monotonic deadline);
  /// Waits for the next line of stdout.
  WaitResult read_line(std::string& line, base::Monotonic deadline);
  /// Whether there is unread output, a whole line or part of one. Does not wait.
  bool has_unread();
  /// Waits until the program has ended.
  WaitResult wait_for_end(base::Monotonic deadline);
  /// Closes the program's stdin. No more lines can be sent.
  void close_input() { tree_.leader.in.close(); }

  /// Sends SIGTERM if the program is still running and SIGKILL after kTerminateTimeout, then kills the rest of its
  /// tree. Idempotent.
  End end();

  /// The resources of the program and its descendants. Nothing when it has ended.
  [[nodiscard]] std::optional<model::ClientUsage> usage() const { return usage_of(tree_.leader.id); }

  [[nodiscard]] const Output& out() const { return out_; }
  [[nodiscard]] const Output& err() const { return err_; }

 private:
  Process(ProcessSupervisor& supervisor, const StopFlag& stop, bool lines)
      : supervisor_(supervisor), stop_(stop), lines_(lines) {}

  enum class Event : std::uint8_t { kRead, kWritable, kLeaderEnded, kDeadline, kStopped };
  Event wait(base::Monotonic deadline, bool for_room, bool may_stop);
  bool drain(Descriptor& from, bool is_out);
  void drain_all();
  ProcessSupervisor& supervisor_;
  const StopFlag& stop_;
  ProcessSupervisor::ProcessTree tree_;
  bool lines_;
  bool leader_ended_ = false;
  LineBuffer unread_;                // of stdout, in lines
  Output out_{Output::Keep::kHead};  // of stdout, kept
  Output err_{Output::Keep::kTail};
  bool ended_ = true;  // or not started yet
  End end_;
};

}  // namespace jobrig::drive
