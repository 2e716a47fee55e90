// puback-code: PUBACK of MQTT 5.0 states a failure. The request has its effect and its response all the same.
//   puback-code: quota-exceeded
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_puback_code(Settings& settings) {
  settings.shorthand("code");
  const std::string word =
      settings.word("code", "the reason code", failure_words(mqtt::PacketType::kPuback), "quota-exceeded");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_packet_fault(settings, {Subject::kPuback},
                           [code = static_cast<std::uint8_t>(failure_named(word))](std::vector<TimedPacket>& packets,
                                                                                   PacketContext& context) {
                             for (TimedPacket& one : packets) {
                               auto* const ack = std::get_if<mqtt::Ack>(&one.packet);
                               if (ack != nullptr && context.version == mqtt::Version::k5) {
                                 ack->code = code;
                               }
                             }
                           });
}

}  // namespace

void declare_puback_code(std::vector<FaultKind>& kinds) {
  kinds.push_back({"puback-code", Group::kMqtt, "states a failure in PUBACK (MQTT 5.0)", "puback-code: quota-exceeded",
                   make_puback_code});
}

}  // namespace jobrig::mqtt_faults
