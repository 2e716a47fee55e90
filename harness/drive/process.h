// Process: one running client program. It reads both outputs up to a limit, waits for lines, and ends the program with
// its whole process tree. It does not interpret what the program writes.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
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
  std::string kept_;  // of an end up to twice kMax, so that not every byte moves all
  std::uint64_t bytes_ = 0;
};

/// Why a wait ended.
enum class WaitResult : std::uint8_t {
  kDone,     // the awaited line or exit is there
  kClosed,   // the program has ended, or has closed the awaited output
  kTooLong,  // a line longer than kMaxLine
  kDeadline,
  kStopped,  // the stop flag is up
};

/// For one thread. The outputs are read only while a call waits; between calls a program that writes much blocks.
class Process {
 public:
  static constexpr std::size_t kMaxLine = std::size_t{1} << 20U;
  /// From SIGTERM to SIGKILL.
  static constexpr std::chrono::milliseconds kTerminateTimeout{500};

  /// How the program and its tree ended.
  struct End {
    int exit_code = -1;      // 128 + N when signal N ended it
    bool signalled = false;  // it was ended by a signal, ours or another
    bool killed = false;     // we ended it
    std::size_t left_behind = 0;
    bool complete = true;
  };

  /// Borrows both, which must outlive it. With `input` in the options, lines can be sent and waited for (stdout is then
  /// read in lines); without, stdout is kept.
  static base::Result<std::unique_ptr<Process>> start(ProcessSupervisor& supervisor, const StopFlag& stop,
                                                      SpawnOptions options);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  /// Ends the program if it still runs.
  ~Process();

  /// Writes the line and its end; the program has until the deadline to take it.
  WaitResult send_line(std::string_view line, base::Monotonic deadline);
  /// Waits for the next line of stdout.
  WaitResult read_line(std::string& line, base::Monotonic deadline);
  /// Whether there is unread output, a whole line or part of one. Does not wait.
  bool has_unread();
  /// Waits until the program has ended.
  WaitResult wait_for_end(base::Monotonic deadline);
  /// No more lines will be sent: the program reads the end of its stdin.
  void close_input() { tree_.leader.in.close(); }

  /// Sends SIGTERM if it still runs, SIGKILL after kTerminateTimeout, then kills the rest of its tree. Idempotent.
  End end();

  [[nodiscard]] const Output& out() const { return out_; }
  [[nodiscard]] const Output& err() const { return err_; }

 private:
  Process(ProcessSupervisor& supervisor, const StopFlag& stop, ProcessSupervisor::ProcessTree tree, bool lines)
      : supervisor_(supervisor), stop_(stop), tree_(std::move(tree)), lines_(lines) {}

  enum class Event : std::uint8_t { kRead, kWritable, kLeaderEnded, kDeadline, kStopped };
  Event wait(base::Monotonic deadline, bool for_room, bool may_stop);
  bool drain(Descriptor& from, bool is_out);
  void drain_all();
  bool take_line(std::string& line);

  ProcessSupervisor& supervisor_;
  const StopFlag& stop_;
  ProcessSupervisor::ProcessTree tree_;
  bool lines_;
  bool leader_ended_ = false;
  std::string unread_;               // of stdout, in lines
  Output out_{Output::Keep::kHead};  // of stdout, kept
  Output err_{Output::Keep::kTail};
  bool ended_ = false;
  End end_;
};

}  // namespace jobrig::drive
