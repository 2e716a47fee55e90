// Terminal: prints the messages of a running server, line by line, from any thread. Callers never wait for the reader:
// a separate thread writes from a bounded queue. If the reader is too slow, the oldest lines are dropped, and a line
// says how many. It does not decide what is printed.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "base/descriptor.h"

namespace jobrig::hosting {

/// Thread-safe.
class Terminal {
 public:
  static constexpr std::size_t kMaxQueued = std::size_t{1} << 20;  // bytes
  static constexpr std::chrono::milliseconds kMaxFlush{1000};

  /// Opens the stream behind the descriptor again. SIGPIPE must be ignored (StopSignals does that).
  explicit Terminal(int descriptor);
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  /// Writes the queued lines, but gives up after kMaxFlush if the reader does not read.
  ~Terminal();

  /// One or more lines that stay together, without the final newline. Lines for which there is no memory are dropped.
  void write(std::string lines);
  /// The number of lines that were dropped.
  [[nodiscard]] std::uint64_t dropped() const;

 private:
  void queue_lines(std::string lines);
  void write_queue();
  void take_batch() noexcept;
  std::string_view write_out(std::string_view text);
  void count_dropped(std::string_view lines);
  [[nodiscard]] bool is_over() const;

  static constexpr std::size_t kBatch = std::size_t{64} << 10U;

  const base::Descriptor own_;
  const int stream_;  // own_, or the original if it could not be opened again
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> queue_;  // guarded by mutex_, like all members below
  std::size_t queued_ = 0;         // bytes
  std::uint64_t dropped_ = 0;      // lines
  std::uint64_t unreported_ = 0;   // lines dropped since the last message about dropped lines
  bool closing_ = false;
  std::chrono::steady_clock::time_point give_up_{};  // set when closing
  std::string batch_;                                // used by the writing thread only; has room for kBatch
  std::thread writer_;                               // last member: it uses all members above
};

}  // namespace jobrig::hosting
