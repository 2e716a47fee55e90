// no-connack: CONNACK is not sent, and nothing after it. The connection stays open until the client gives up.
//   no-connack
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_no_connack(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_packet_fault(settings, {Subject::kConnack}, [](auto& packets, PacketContext& context) {
    packets.clear();
    context.effects.is_silent = true;
  });
}

}  // namespace

void declare_no_connack(std::vector<FaultKind>& kinds) {
  kinds.push_back(
      {"no-connack", Group::kMqtt, "does not send CONNACK, nor anything else", "no-connack", make_no_connack});
}

}  // namespace jobrig::mqtt_faults
