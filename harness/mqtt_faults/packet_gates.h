// Packet gates: what each connection may still get: nothing after a fault has ended or silenced it, and no more packets
// than a fault allows. It closes nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "mqtt/session.h"

namespace jobrig::mqtt_faults {

/// Not thread-safe.
class PacketGates {
 public:
  void open(mqtt::ConnectionId id) { gates_.emplace(id, Gate{}); }
  void forget(mqtt::ConnectionId id) { gates_.erase(id); }
  void silence(mqtt::ConnectionId id);
  /// The connection ends after that many more packets.
  void limit(mqtt::ConnectionId id, std::uint32_t packets);
  /// Whether a packet may go. Counts it.
  bool pass(mqtt::ConnectionId id);
  /// Whether the connection has got its last packet. True once.
  bool is_used_up(mqtt::ConnectionId id);

 private:
  struct Gate {
    bool is_silent = false;
    std::optional<std::uint32_t> packets{};
  };
  std::unordered_map<mqtt::ConnectionId, Gate> gates_;
};

}  // namespace jobrig::mqtt_faults
