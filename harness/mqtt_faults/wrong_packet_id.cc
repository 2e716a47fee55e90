// wrong-packet-id: PUBACK, SUBACK or UNSUBACK is for another packet than the one that the client sent.
//   wrong-packet-id | wrong-packet-id: {by: 100}
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

// 0 is no identifier [MQTT-2.3.1-1].
std::uint16_t moved(std::uint16_t id, std::int64_t by) {
  constexpr std::int64_t kIdentifiers = 65'535;
  return static_cast<std::uint16_t>((id - 1 + by) % kIdentifiers + 1);
}

FaultPointer make_wrong_packet_id(Settings& settings) {
  settings.shorthand("by");
  const std::int64_t by = settings.integer("by", "how much higher it is", 1, 65'534, 1);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_packet_fault(settings, {Subject::kPuback, Subject::kSuback, Subject::kUnsuback},
                           [by](std::vector<TimedPacket>& packets, auto& /*context*/) {
                             for (TimedPacket& one : packets) {
                               if (auto* const ack = std::get_if<mqtt::Ack>(&one.packet)) {
                                 ack->packet_id = moved(ack->packet_id, by);
                               } else if (auto* const suback = std::get_if<mqtt::SubscriptionAck>(&one.packet)) {
                                 suback->packet_id = moved(suback->packet_id, by);
                               }
                             }
                           });
}

}  // namespace

void declare_wrong_packet_id(std::vector<FaultKind>& kinds) {
  kinds.push_back({"wrong-packet-id", Group::kMqtt, "acknowledges another packet identifier", "wrong-packet-id",
                   make_wrong_packet_id});
}

}  // namespace jobrig::mqtt_faults
