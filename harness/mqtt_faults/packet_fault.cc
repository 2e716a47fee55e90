#include "mqtt_faults/packet_fault.h"

namespace jobrig::mqtt_faults {

void PacketFault::rewrite_messages(std::vector<TimedMessage>& /*messages*/, PacketContext& /*context*/) const {}
void PacketFault::rewrite_packets(std::vector<TimedPacket>& /*packets*/, PacketContext& /*context*/) const {}

}  // namespace jobrig::mqtt_faults
