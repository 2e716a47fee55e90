// take-over: the server ends the connection as if another one had the same client identifier: MQTT 5.0 says so in
// DISCONNECT, 3.1.1 closes only [MQTT-3.1.4-2].
//   take-over
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_take_over(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_packet_fault(settings, {}, [](std::vector<TimedPacket>& packets, PacketContext& context) {
    end_connection(packets, context, mqtt::Reason::kSessionTakenOver);
  });
}

}  // namespace

void declare_take_over(std::vector<FaultKind>& kinds) {
  kinds.push_back({"take-over", Group::kMqtt, "ends the connection as when another one has the client identifier",
                   "take-over", make_take_over});
}

}  // namespace jobrig::mqtt_faults
