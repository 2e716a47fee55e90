// deny-session: CONNACK says that there is no session, although its subscriptions are still there.
//   deny-session
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_deny_session(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_packet_fault(settings, {Subject::kConnack}, [](std::vector<TimedPacket>& packets, auto& /*context*/) {
    for (TimedPacket& one : packets) {
      if (auto* const connack = std::get_if<mqtt::Connack>(&one.packet)) {
        connack->session_present = false;
      }
    }
  });
}

}  // namespace

void declare_deny_session(std::vector<FaultKind>& kinds) {
  kinds.push_back({"deny-session", Group::kMqtt, "denies in CONNACK the session that the server has", "deny-session",
                   make_deny_session});
}

}  // namespace jobrig::mqtt_faults
