// PacketMemory: keeps the newest records of MQTT packets in memory for queries while the server runs. Evicted records
// are counted. It does not keep the complete journal (file.h does).
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/change_signal.h"
#include "model/packet_record.h"

namespace jobrig::journal {

/// The conditions that a record must meet, as globs; an absent member matches everything.
struct PacketFilter {
  std::optional<std::string> session;  // the client identifier
  std::optional<std::string> packet;
  std::optional<std::string> topic;
  std::optional<std::string> thing;
  std::optional<std::string> job{};
  std::optional<std::string> operation{};
  std::optional<std::string> rule{};
  std::uint64_t after = 0;  // only records after this position

  [[nodiscard]] bool has_conditions() const { return session || packet || topic || thing || job || operation || rule; }
  [[nodiscard]] bool holds(const model::PacketRecord& record) const;
};

struct KeptPacket {
  std::uint64_t position = 0;  // index in the journal, from 1
  std::shared_ptr<const model::PacketRecord> record;
};

struct PacketExtract {
  std::vector<KeptPacket> records;  // in order
  bool more = false;                // whether more records match than were returned
  std::uint64_t last = 0;           // the newest position of all
  std::uint64_t evicted = 0;        // number of evicted records
};

/// Thread-safe.
class PacketMemory {
 public:
  /// `bytes`: approximate size of all records together.
  explicit PacketMemory(std::size_t bytes = std::size_t{8} << 20U) : bound_(bytes) {}

  void record(model::PacketRecord&& record);
  /// Positions continue after this one. Call it before the first record.
  void continue_after(std::uint64_t last) noexcept;
  /// Returns at most `limit` matching records: the first after `filter.after`, or the newest if `filter.after` is 0.
  [[nodiscard]] PacketExtract find(const PacketFilter& filter, std::size_t limit) const;
  [[nodiscard]] std::uint64_t last() const;
  /// Calls `wake` after each record, and when no more follow. See base::ChangeSignal.
  [[nodiscard]] std::unique_ptr<base::ChangeSignal::Watch> watch(std::function<void()> wake) {
    return changed_.watch(std::move(wake));
  }
  /// No more records follow.
  void end();
  [[nodiscard]] bool has_ended() const;

 private:
  const std::size_t bound_;
  mutable std::mutex mutex_;  // guards the members below
  std::deque<KeptPacket> records_;
  std::size_t bytes_ = 0;
  std::uint64_t last_ = 0;
  std::uint64_t evicted_ = 0;
  bool ended_ = false;
  base::ChangeSignal changed_;
};

}  // namespace jobrig::journal
