// connack-code: the connection is refused: CONNACK has this code, and the server closes the connection. MQTT 3.1.1 has
// five of the codes; for the others the connection is closed without CONNACK [MQTT-3.2.2-6].
//   connack-code: not-authorized
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_connack_code(Settings& settings) {
  settings.shorthand("code");
  const std::string word = settings.word("code", "the reason code of MQTT 5.0; 3.1.1 has the return code nearest to it",
                                         failure_words(mqtt::PacketType::kConnack), "server-unavailable");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_packet_fault(settings, {Subject::kConnack},
                           [reason = failure_named(word)](std::vector<TimedPacket>& packets, PacketContext& context) {
                             const bool is_5 = context.version == mqtt::Version::k5;
                             const std::uint8_t code =
                                 is_5 ? static_cast<std::uint8_t>(reason) : mqtt::return_code_of(reason);
                             TimedPacket refusal{mqtt::Connack{false, code, {}}};
                             refusal.is_sent = code != 0xFF;
                             refusal.close_action = model::CloseAction::kClose;
                             packets.assign(1, std::move(refusal));
                           });
}

}  // namespace

void declare_connack_code(std::vector<FaultKind>& kinds) {
  kinds.push_back({"connack-code", Group::kMqtt, "refuses the connection with a code", "connack-code: not-authorized",
                   make_connack_code});
}

}  // namespace jobrig::mqtt_faults
