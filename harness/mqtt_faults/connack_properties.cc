// connack-properties: CONNACK of MQTT 5.0 states these limits instead of those of the server, which does not keep them.
//   connack-properties: {receive-maximum: 1, server-keep-alive: 5}
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

struct Stated {
  mqtt::PropertyId id;
  std::uint32_t value;
};

// In the order of the wire, without those before.
void state(mqtt::Properties& properties, const Stated& stated) {
  std::erase_if(properties.list, [&](const mqtt::Property& one) { return one.id == stated.id; });
  properties.add(stated.id, stated.value);
}

FaultPointer make_connack_properties(Settings& settings) {
  std::vector<Stated> stated;
  const auto read = [&](std::string_view key, std::string_view summary, std::int64_t min, std::int64_t max,
                        mqtt::PropertyId id) {
    if (const auto value = settings.integer(key, summary, min, max)) {
      stated.push_back({id, static_cast<std::uint32_t>(*value)});
    }
  };
  read("receive-maximum", "messages with QoS 1 that the client may have under way", 1, 65'535,
       mqtt::PropertyId::kReceiveMaximum);
  read("maximum-qos", "the highest QoS for PUBLISH packets of the client", 0, 1, mqtt::PropertyId::kMaximumQos);
  read("maximum-packet-size", "bytes", 1, 268'435'455, mqtt::PropertyId::kMaximumPacketSize);
  read("topic-alias-maximum", "the highest topic alias for the client", 0, 65'535,
       mqtt::PropertyId::kTopicAliasMaximum);
  read("server-keep-alive", "seconds", 1, 65'535, mqtt::PropertyId::kServerKeepAlive);
  settings.require_any();
  if (!settings.finish()) {
    return nullptr;
  }
  return make_packet_fault(settings, {Subject::kConnack},
                           [stated](std::vector<TimedPacket>& packets, PacketContext& context) {
                             for (TimedPacket& one : packets) {
                               auto* const connack = std::get_if<mqtt::Connack>(&one.packet);
                               if (connack != nullptr && context.version == mqtt::Version::k5) {
                                 for (const Stated& property : stated) {
                                   state(connack->properties, property);
                                 }
                               }
                             }
                           });
}

}  // namespace

void declare_connack_properties(std::vector<FaultKind>& kinds) {
  kinds.push_back({"connack-properties", Group::kMqtt, "states other limits in CONNACK (MQTT 5.0)",
                   "connack-properties: {receive-maximum: 1}", make_connack_properties});
}

}  // namespace jobrig::mqtt_faults
