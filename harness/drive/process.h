// Process: a client program while it runs: both of its outputs are read all the time under a cap, lines of it can be
// waited for, and when it is ended nothing of it stays. It understands nothing of what the program says.
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
#include "drive/children.h"
#include "drive/stop_flag.h"

namespace jobrig::drive {

/// A part of an output, and how many bytes there were in all. Of what a program prints the begin is worth most, of what
/// it complains about the end.
class Output {
 public:
  static constexpr std::size_t kMax = std::size_t{64} << 10U;
  enum class Keep : std::uint8_t { kBegin, kEnd };
  explicit Output(Keep keep) : keep_(keep) {}

  void take(std::string_view more);
  /// At most kMax bytes.
  [[nodiscard]] std::string kept() const;
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  Keep keep_;
  std::string kept_;  // of an end up to twice kMax, so that not every byte moves all
  std::uint64_t bytes_ = 0;
};

/// Why a wait is over.
enum class Woken : std::uint8_t {
  kDone,     // what was waited for is there
  kClosed,   // the program has ended, or closed the output that was waited for
  kTooLong,  // a line longer than kMaxLine
  kDeadline,
  kStopped,  // the stop flag is up
};

/// For one thread. The outputs are read while somebody waits; between waits a program that writes much waits for us.
class Process {
 public:
  static constexpr std::size_t kMaxLine = std::size_t{1} << 20U;
  /// From SIGTERM to SIGKILL.
  static constexpr std::chrono::milliseconds kGrace{500};

  /// How the program and its family ended.
  struct End {
    int exit_code = -1;      // 128 + N when signal N ended it
    bool signalled = false;  // it was ended by a signal, ours or another
    bool asked = false;      // it had not ended by itself
    std::size_t left_behind = 0;
    bool whole = true;
  };

  /// Borrows both, which must outlive it. With `input` in the order, lines can be sent and waited for (stdout is then
  /// read in lines); without, stdout is kept.
  static base::Result<std::unique_ptr<Process>> start(Children& children, const StopFlag& stop, SpawnOrder order);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  /// Ends what is still there.
  ~Process();

  /// Writes the line and its end; the program has until the deadline to take it.
  Woken send_line(std::string_view line, base::Monotonic deadline);
  /// Waits for the next line of stdout.
  Woken read_line(std::string& line, base::Monotonic deadline);
  /// Whether a line, or the begin of one, lies there that nobody has waited for. Does not wait.
  bool has_unread();
  /// Waits until the program has ended.
  Woken wait_for_end(base::Monotonic deadline);
  /// No more lines will be sent: the program reads the end of its stdin.
  void close_input() { family_.leader.in.close(); }

  /// SIGTERM when it goes on, a grace, SIGKILL, then all that is left of its family. May be called again.
  End end();

  [[nodiscard]] const Output& out() const { return out_; }
  [[nodiscard]] const Output& err() const { return err_; }

 private:
  Process(Children& children, const StopFlag& stop, Children::Family family, bool lines)
      : children_(children), stop_(stop), family_(std::move(family)), lines_(lines) {}

  enum class Event : std::uint8_t { kRead, kWritable, kLeaderEnded, kDeadline, kStopped };
  Event wait(base::Monotonic deadline, bool for_room, bool may_stop);
  bool drain(Descriptor& from, bool is_out);
  void drain_all();
  bool take_line(std::string& line);

  Children& children_;
  const StopFlag& stop_;
  Children::Family family_;
  bool lines_;
  bool leader_ended_ = false;
  std::string unread_;                // of stdout, in lines
  Output out_{Output::Keep::kBegin};  // of stdout, kept
  Output err_{Output::Keep::kEnd};
  bool over_ = false;
  End end_;
};

}  // namespace jobrig::drive
