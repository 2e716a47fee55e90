// message-after-reconnect: the server closes the connection instead of responding. The response follows when the client
// is subscribed again on another connection.
//   message-after-reconnect
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_message_after_reconnect(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_message_fault(settings, [](std::vector<TimedMessage>& messages, PacketContext& context) {
    for (TimedMessage& one : messages) {
      one.release = Release::kAfterReconnect;
      context.effects.closes = true;
    }
  });
}

}  // namespace

void declare_message_after_reconnect(std::vector<FaultKind>& kinds) {
  kinds.push_back({"message-after-reconnect", Group::kMqtt, "closes the connection and responds on the next one",
                   "message-after-reconnect", make_message_after_reconnect});
}

}  // namespace jobrig::mqtt_faults
