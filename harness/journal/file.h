// JournalFile: appends every exchange as a line of JSON (line.h) to a file. A separate thread formats and writes the
// lines, at most 50 ms after the first record of a batch, so threads that serve clients only copy the record
// (backlog.h) and never wait for a disk or a reader. The queue is bounded. Exchanges beyond the bound are dropped and
// counted, and an event in the journal (line.h) shows where. It does not keep exchanges in memory (memory.h does).
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "base/result.h"
#include "journal/audit.h"
#include "journal/backlog.h"
#include "journal/target.h"
#include "model/packet_record.h"
#include "model/responder.h"

namespace jobrig::journal {

/// The state of a journal file, for monitoring.
struct JournalState {
  std::uint64_t dropped = 0;  // exchanges and packets that are missing in the file
  std::uint64_t queued = 0;   // bytes of records that are not written yet
  std::string problem;        // why nothing is written now; empty: none
};

/// All functions are thread-safe, except that start() and close() are for one thread.
class JournalFile final : public model::ExchangeSink {
 public:
  /// Does not open the file; exchanges that are recorded before start() wait in the queue. `log` receives messages from
  /// any thread, sometimes with a lock held; it must not block.
  explicit JournalFile(std::string path, std::function<void(std::string_view)> log = {});
  /// Closes the file unless close() was called.
  ~JournalFile() override;
  JournalFile(const JournalFile&) = delete;
  JournalFile& operator=(const JournalFile&) = delete;

  /// Opens the file and begins to write. Call it after everything else that can fail, so that a server that cannot
  /// start leaves the file unchanged.
  std::optional<base::Error> start();

  /// Copies the record. Never waits for the file, and drops the exchange if there is no memory.
  void record(model::Exchange&& exchange, model::Stage* /*stage*/) override { observe(exchange); }
  void observe(const model::Exchange& exchange) override;

  /// Appends the event of a change. Never waits for the file.
  void note(const AuditRecord& record);
  /// Appends an MQTT packet. Never waits for the file, and drops the packet like an exchange if the queue is full.
  void note(const model::PacketRecord& record);

  /// Opens the path again, asynchronously, after the file was renamed. After an error the old file stays in use.
  void reopen();
  [[nodiscard]] JournalState state() const;

  /// Writes the remaining lines and closes the file. Gives up if the disk is full, or if a stream is not read for
  /// kMaxLastWait. The error contains the number of missing exchanges and the reason. Later records are lost.
  std::optional<base::Error> close();

  static constexpr std::chrono::milliseconds kMaxDelay{50};
  static constexpr std::chrono::milliseconds kMaxLastWait{500};
  static constexpr std::chrono::milliseconds kMaxStall{2000};        // a longer time without progress is a problem
  static constexpr std::size_t kBatch = std::size_t{512} << 10U;     // bytes of lines that are written together, about
  static constexpr std::size_t kMaxQueued = std::size_t{64} << 20U;  // bytes; more records are dropped

 private:
  using Clock = std::chrono::steady_clock;

  template <typename Add>
  void queue(std::size_t size, Add add);
  bool has_written_all() noexcept;
  void write_queue();
  bool take_batch(std::unique_lock<std::mutex>& lock);
  void format_batch();
  Target::Written write_some();
  std::string reopen_target();
  bool note(const Target::Written& written, std::unique_lock<std::mutex>& lock);
  void drop(std::string_view why = {}) noexcept;
  void resume();
  void abandon();
  [[nodiscard]] std::string why_slow() const;
  [[nodiscard]] std::string why_stalled() const;
  void log(const std::string& sentence) const;

  const std::string path_;
  const std::function<void(std::string_view)> log_;
  std::optional<Target> target_;  // while the writer runs, only it uses this and the next five
  Block block_;                   // the records that are being formatted
  LineScratch scratch_;
  std::string batch_;          // the lines that are being written
  std::size_t written_ = 0;    // bytes of batch_
  std::size_t formatted_ = 0;  // bytes of the records in batch_
  mutable std::mutex mutex_;
  std::condition_variable changed_;  // wakes the writer
  Backlog backlog_;                  // guarded by mutex_, like all members below: the records after block_
  std::size_t queued_ = 0;           // bytes of the records in backlog_, block_ and batch_
  std::uint64_t lost_ = 0;           // exchanges
  std::uint64_t unreported_ = 0;     // exchanges dropped since the last event; 0: exchanges are accepted
  std::string drop_reason_;          // of the unreported exchanges
  std::string reason_;               // why the first exchange was lost
  std::string problem_;              // of the last attempt to write
  bool stream_ = false;              // Target::is_stream()
  Clock::time_point progress_{};     // when bytes were last written, or added to an empty queue
  bool reopening_ = false;
  bool closing_ = false;
  std::thread writer_;
};

}  // namespace jobrig::journal
