// lose-message: the response or notice is never sent, although the request had its effect.
//   lose-message
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_lose_message(Settings& settings) {
  return settings.finish() ? make_message_fault(settings, [](auto& messages, auto& /*context*/) { messages.clear(); })
                           : nullptr;
}

}  // namespace

void declare_lose_message(std::vector<FaultKind>& kinds) {
  kinds.push_back(
      {"lose-message", Group::kMqtt, "does not send the response or notice", "lose-message", make_lose_message});
}

}  // namespace jobrig::mqtt_faults
