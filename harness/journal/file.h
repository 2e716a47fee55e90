// JournalFile: writes every exchange as a line of JSON (line.h) to a file. Writes are batched: a separate thread writes
// the gathered lines at most 50 ms after the first line of a batch. Exchanges are never dropped silently: when the file
// cannot be written, the failure is logged and the missing exchanges are counted. The file always ends with a complete
// line. It keeps no records in memory (memory.h does).
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
  /// Creates or empties the file. `log` is called from the writing thread as soon as a write fails.
  static base::Result<std::unique_ptr<JournalFile>> open(const std::string& path,
                                                         std::function<void(std::string_view)> log = {});
  /// Closes the file if close() was not called.
  ~JournalFile() override;
  JournalFile(const JournalFile&) = delete;
  JournalFile& operator=(const JournalFile&) = delete;

  /// Formats the line on the caller's thread. Blocks only when the disk is so slow that kMaxGathered is reached.
  void record(model::Exchange&& exchange, model::Stage* /*stage*/) override { observe(exchange); }
  void observe(const model::Exchange& exchange) override;
  /// Writes the remaining lines and closes the file. The error says how many exchanges are missing and why. Records
  /// that arrive after close() are lost.
  std::optional<base::Error> close();

  static constexpr std::chrono::milliseconds kMax{50};
  static constexpr std::size_t kBatch = std::size_t{1} << 20;         // bytes that are written without delay
  static constexpr std::size_t kMaxGathered = std::size_t{64} << 20;  // bytes beyond which record() blocks

 private:
  JournalFile(std::string path, int descriptor, std::function<void(std::string_view)> log);
  void write_batches();
  void write_batch(std::string_view lines, std::uint64_t count);

  const std::string path_;
  const std::function<void(std::string_view)> log_;
  int descriptor_;               // used by the writing thread, then by close()
  std::int64_t whole_size_ = 0;  // likewise: size of the complete lines in the file
  std::mutex mutex_;
  std::condition_variable gathered_changed_;  // wakes the writing thread
  std::condition_variable room_changed_;      // wakes record()
  std::string gathered_;                      // guarded by mutex_, like all members below
  std::uint64_t gathered_count_ = 0;
  std::uint64_t lost_ = 0;
  std::string reason_;  // reason of the first failure
  bool closing_ = false;
  std::thread writer_;
};

}  // namespace jobrig::journal
