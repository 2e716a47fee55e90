#include "mqtt_faults/packet_gates.h"

namespace jobrig::mqtt_faults {

void PacketGates::silence(mqtt::ConnectionId id) {
  if (const auto gate = gates_.find(id); gate != gates_.end()) {
    gate->second.is_silent = true;
  }
}

void PacketGates::limit(mqtt::ConnectionId id, std::uint32_t packets) {
  if (const auto gate = gates_.find(id); gate != gates_.end() && !gate->second.packets) {
    gate->second.packets = packets;
  }
}

bool PacketGates::pass(mqtt::ConnectionId id) {
  const auto gate = gates_.find(id);
  if (gate == gates_.end() || gate->second.is_silent || gate->second.packets == 0U) {
    return false;
  }
  if (gate->second.packets) {
    --*gate->second.packets;
  }
  return true;
}

bool PacketGates::is_used_up(mqtt::ConnectionId id) {
  const auto gate = gates_.find(id);
  if (gate == gates_.end() || gate->second.is_silent || gate->second.packets != 0U) {
    return false;
  }
  gate->second.is_silent = true;
  return true;
}

}  // namespace jobrig::mqtt_faults
