// JournalFile: every exchange as a line of JSON (journal_line.h) in a file. Batched: a thread of its own writes what
// has gathered, 50 ms after the first of a batch at the latest. It never drops in silence: when the file cannot be
// written, it says so and counts, and the file still ends with a whole line.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "base/result.h"
#include "model/responder.h"

namespace jobrig::journal {

/// All functions are thread-safe.
class JournalFile final : public model::ExchangeSink {
 public:
  /// Creates or empties the file. `log` is told at once, from the writing thread, when writing fails.
  static base::Result<std::unique_ptr<JournalFile>> open(const std::string& path,
                                                         std::function<void(std::string_view)> log = {});
  /// Closes, if close() was not called.
  ~JournalFile() override;
  JournalFile(const JournalFile&) = delete;
  JournalFile& operator=(const JournalFile&) = delete;

  /// Formats on the caller's thread. Waits only when the disk is so slow that kMaxGathered is reached.
  void record(model::Exchange&& exchange, model::Stage* /*stage*/) override { observe(exchange); }
  void observe(const model::Exchange& exchange) override;
  /// Writes what is left and closes; the error says how many exchanges are missing and why. Later records are lost.
  std::optional<base::Error> close();

  static constexpr std::chrono::milliseconds kMax{50};
  static constexpr std::size_t kBatch = std::size_t{1} << 20;         // written before the time is over
  static constexpr std::size_t kMaxGathered = std::size_t{64} << 20;  // beyond it record() waits

 private:
  JournalFile(std::string path, int descriptor, std::function<void(std::string_view)> log);
  void write_batches();
  void write_batch(std::string_view lines, std::uint64_t count);

  const std::string path_;
  const std::function<void(std::string_view)> log_;
  int descriptor_;               // the writing thread's, then close()'s
  std::int64_t whole_size_ = 0;  // likewise: up to here the file holds whole lines
  std::mutex mutex_;
  std::condition_variable gathered_changed_;  // for the writing thread
  std::condition_variable room_changed_;      // for record()
  std::string gathered_;                      // under mutex_, as all below
  std::uint64_t gathered_count_ = 0;
  std::uint64_t lost_ = 0;
  std::string reason_;  // of the first failure
  bool closing_ = false;
  std::thread writer_;
};

}  // namespace jobrig::journal
