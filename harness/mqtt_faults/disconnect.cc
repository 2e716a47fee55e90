// disconnect: the server ends the connection after the response. MQTT 5.0 says why in DISCONNECT; 3.1.1 closes only.
//   disconnect: server-shutting-down
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_disconnect(Settings& settings) {
  settings.shorthand("code");
  const std::string word =
      settings.word("code", "the reason code in MQTT 5.0", failure_words(mqtt::PacketType::kDisconnect), "server-busy");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_packet_fault(settings, {},
                           [reason = failure_named(word)](std::vector<TimedPacket>& packets, PacketContext& context) {
                             end_connection(packets, context, reason);
                           });
}

}  // namespace

void declare_disconnect(std::vector<FaultKind>& kinds) {
  kinds.push_back({"disconnect", Group::kMqtt, "ends the connection with a reason", "disconnect: server-shutting-down",
                   make_disconnect});
}

}  // namespace jobrig::mqtt_faults
