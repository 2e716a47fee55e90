// raise-qos: PUBLISH has a QoS above the one that the subscription was granted. The identifier of a packet that had
// none is the highest one.
//   raise-qos: 2
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_raise_qos(Settings& settings) {
  settings.shorthand("qos");
  const auto qos = static_cast<std::uint8_t>(settings.integer("qos", "the QoS of the packet; 3 is malformed", 1, 3, 2));
  if (!settings.finish()) {
    return nullptr;
  }
  return make_publish_fault(settings, [qos](mqtt::Publish& publish, auto& /*context*/) {
    constexpr std::uint16_t kHighest = 65'535;
    if (publish.qos < qos) {
      publish.packet_id = publish.qos == 0 ? kHighest : publish.packet_id;
      publish.qos = qos;
    }
  });
}

}  // namespace

void declare_raise_qos(std::vector<FaultKind>& kinds) {
  kinds.push_back({"raise-qos", Group::kMqtt, "raises the QoS of PUBLISH", "raise-qos: 2", make_raise_qos});
}

}  // namespace jobrig::mqtt_faults
