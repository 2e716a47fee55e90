// suback-code: SUBACK refuses every subscription, and the server does not have them. MQTT 3.1.1 has one code for
// failures.
//   suback-code | suback-code: not-authorized
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_suback_code(Settings& settings) {
  settings.shorthand("code");
  const std::string word = settings.word("code", "the reason code in MQTT 5.0",
                                         failure_words(mqtt::PacketType::kSuback), "unspecified-error");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_packet_fault(settings, {Subject::kSuback},
                           [reason = failure_named(word)](std::vector<TimedPacket>& packets, PacketContext& context) {
                             const bool is_5 = context.version == mqtt::Version::k5;
                             for (TimedPacket& one : packets) {
                               if (auto* const suback = std::get_if<mqtt::SubscriptionAck>(&one.packet)) {
                                 const auto code =
                                     static_cast<std::uint8_t>(is_5 ? reason : mqtt::Reason::kUnspecifiedError);
                                 suback->codes.assign(suback->codes.size(), code);
                                 context.effects.drops_new_subscriptions = true;
                               }
                             }
                           });
}

}  // namespace

void declare_suback_code(std::vector<FaultKind>& kinds) {
  kinds.push_back({"suback-code", Group::kMqtt, "refuses the subscriptions in SUBACK", "suback-code: not-authorized",
                   make_suback_code});
}

}  // namespace jobrig::mqtt_faults
