// Packet counts: counters of MQTT packets, and the size of a broker, for the metrics. They store no packets.
#pragma once

#include <atomic>
#include <cstdint>

#include "metrics/label_counts.h"
#include "model/packet_record.h"

namespace jobrig::metrics {

/// The state of a broker, as it says.
struct BrokerUsage {
  std::uint64_t connections = 0;  // open
  std::uint64_t sessions = 0;     // also those without a connection
  std::uint64_t dropped = 0;      // messages
  std::uint64_t expired = 0;      // messages
};

/// What was counted so far.
struct PacketTotals {
  LabelCounts::Totals packets;  // by type and direction (model::PacketDirection)
  LabelCounts::Totals answers;  // by operation and code, separated by a slash; the number is 0
  LabelCounts::Totals faults;   // by name; the number is 0
  std::uint64_t connections = 0;
  BrokerUsage broker;
};

/// Thread-safe.
class PacketCounts {
 public:
  void count(const model::PacketRecord& record);
  void set(const BrokerUsage& usage) noexcept;
  [[nodiscard]] PacketTotals totals() const;

 private:
  LabelCounts packets_{1};
  LabelCounts answers_{1};
  LabelCounts faults_{1};
  std::atomic<std::uint64_t> connections_{0};
  std::atomic<std::uint64_t> open_{0};
  std::atomic<std::uint64_t> sessions_{0};
  std::atomic<std::uint64_t> dropped_{0};
  std::atomic<std::uint64_t> expired_{0};
};

}  // namespace jobrig::metrics
