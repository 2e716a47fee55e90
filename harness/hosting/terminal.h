// Terminal: where a running server tells a person what happens, a line at a time, whatever thread has something to say.
// No thread that has something to say waits for the reader: a thread of its own writes, from a bounded queue. When the
// reader is too slow, the oldest lines are dropped, and a line says how many. It decides nothing about what is said.
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

namespace jobrig::hosting {

/// Thread-safe.
class Terminal {
 public:
  static constexpr std::size_t kMaxQueued = std::size_t{1} << 20;  // bytes
  static constexpr std::chrono::milliseconds kMaxFlush{1000};

  /// Borrows the descriptor. SIGPIPE must be ignored, which StopSignals sees to.
  explicit Terminal(int descriptor);
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  /// Writes what is queued, but gives up after kMaxFlush when nobody reads it.
  ~Terminal();

  /// One line or several that stay together, the last one without its end.
  void write(std::string lines);

 private:
  void write_queue();
  std::string take_batch();
  std::string_view write_out(std::string_view text);
  bool wait_for_room();
  [[nodiscard]] bool is_over() const;

  const int descriptor_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> queue_;  // under mutex_, as all below
  std::size_t queued_ = 0;         // bytes
  std::uint64_t dropped_ = 0;      // lines, since a line said how many
  bool closing_ = false;
  std::chrono::steady_clock::time_point give_up_{};  // once it is closing
  std::thread writer_;                               // last: it uses all of the above
};

}  // namespace jobrig::hosting
