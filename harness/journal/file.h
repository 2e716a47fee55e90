// JournalFile: every exchange as a line of JSON (journal/line.h) in a file. A thread of its own writes what has
// gathered, 50 ms after the first line of a batch at the latest, so that no thread that serves clients waits for a disk
// or a reader. The queue is bounded. What does not fit is dropped and counted, and the journal says where: its event is
// described in journal/line.h.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "base/result.h"
#include "journal/target.h"
#include "model/responder.h"

namespace jobrig::journal {

/// How a journal file fares, for those who watch the server.
struct JournalState {
  std::uint64_t dropped = 0;  // exchanges that the file lacks
  std::uint64_t queued = 0;   // bytes that wait to be written
  std::string problem;        // why nothing is written now; empty: all is well
};

/// All functions are thread-safe, but start() and close() are for one thread.
class JournalFile final : public model::ExchangeSink {
 public:
  /// Opens nothing yet: what is recorded before start() waits in the queue. `log` is told what prevents writing, from
  /// any thread and with a lock held; it must not block.
  explicit JournalFile(std::string path, std::function<void(std::string_view)> log = {});
  /// Closes, if close() was not called.
  ~JournalFile() override;
  JournalFile(const JournalFile&) = delete;
  JournalFile& operator=(const JournalFile&) = delete;

  /// Opens the file and begins to write. Call it last of all that can fail, so that a server that cannot start leaves
  /// the file as it is.
  std::optional<base::Error> start();

  /// Formats on the caller's thread. Never waits for the file.
  void record(model::Exchange&& exchange, model::Stage* /*stage*/) override { observe(exchange); }
  void observe(const model::Exchange& exchange) override;

  /// Opens the path again, soon: the file was renamed. If that fails, the old file is kept.
  void reopen();
  [[nodiscard]] JournalState state() const;

  /// Writes what is left and closes. Gives up on a full disk, and on a stream that nobody has read for kMaxLastWait.
  /// The error says how many exchanges are missing and why. Later records are lost.
  std::optional<base::Error> close();

  static constexpr std::chrono::milliseconds kMaxDelay{50};
  static constexpr std::chrono::milliseconds kMaxLastWait{500};
  static constexpr std::chrono::milliseconds kMaxStall{2000};        // longer without progress is a problem
  static constexpr std::size_t kBatch = std::size_t{1} << 20;        // written before the time is over
  static constexpr std::size_t kMaxQueued = std::size_t{64} << 20U;  // bytes; beyond it records are dropped

 private:
  using Clock = std::chrono::steady_clock;

  void write_queue();
  bool take_batch(std::unique_lock<std::mutex>& lock);
  Target::Written write_some();
  std::string reopen_target();
  bool note(const Target::Written& written, std::unique_lock<std::mutex>& lock);
  void gather(std::string_view lines);
  void drop();
  void resume();
  void abandon();
  [[nodiscard]] std::string why_slow() const;
  [[nodiscard]] std::string why_stalled() const;
  [[nodiscard]] bool is_batch_full() const { return !chunks_.empty() && chunks_.front().size() >= kBatch; }
  void log(const std::string& sentence) const;

  const std::string path_;
  const std::function<void(std::string_view)> log_;
  std::optional<Target> target_;  // the writing thread's, as the next two, while that runs
  std::string batch_;             // what is being written
  std::size_t written_ = 0;       // of batch_
  mutable std::mutex mutex_;
  std::condition_variable changed_;  // for the writing thread
  std::deque<std::string> chunks_;   // under mutex_, as all below: lines behind those of batch_, each about kBatch
  std::size_t queued_ = 0;           // bytes of chunks_ and of what is left of batch_
  std::uint64_t lost_ = 0;           // exchanges
  std::uint64_t unreported_ = 0;     // exchanges lost since the journal last said so; not 0: it is dropping
  std::string drop_reason_;          // of these
  std::string reason_;               // why the first exchange was lost
  std::string problem_;              // of the last attempt to write
  bool stream_ = false;              // what target_ says
  Clock::time_point progress_{};     // when bytes were last written, or came into an empty queue
  bool reopening_ = false;
  bool closing_ = false;
  std::thread writer_;
};

}  // namespace jobrig::journal
