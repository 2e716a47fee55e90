// stale-message: the payload is that of the message before on the same topic. The first message of a topic is
// unchanged.
//   stale-message
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_stale_message(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_text_fault(settings, [](mqtt::Message& message, PacketContext& context) {
    if (!context.previous.empty()) {
      message.payload = context.previous;
    }
  });
}

}  // namespace

void declare_stale_message(std::vector<FaultKind>& kinds) {
  kinds.push_back({"stale-message", Group::kMqtt, "repeats the payload of the message before on the topic",
                   "stale-message", make_stale_message});
}

}  // namespace jobrig::mqtt_faults
