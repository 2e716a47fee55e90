// lose-session: CONNACK promises a session that the server no longer has: its subscriptions are gone.
//   lose-session
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_lose_session(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_packet_fault(
      settings, {Subject::kConnack}, [](std::vector<TimedPacket>& packets, PacketContext& context) {
        for (TimedPacket& one : packets) {
          if (auto* const connack = std::get_if<mqtt::Connack>(&one.packet); connack != nullptr && connack->code == 0) {
            connack->session_present = true;
            context.effects.forgets_subscriptions = true;
          }
        }
      });
}

}  // namespace

void declare_lose_session(std::vector<FaultKind>& kinds) {
  kinds.push_back({"lose-session", Group::kMqtt, "promises a session in CONNACK and has forgotten its subscriptions",
                   "lose-session", make_lose_session});
}

}  // namespace jobrig::mqtt_faults
