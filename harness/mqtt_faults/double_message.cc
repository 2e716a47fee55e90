// double-message: the response or notice is sent several times, each time as a message of its own.
//   double-message | double-message: {times: 3}
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_double_message(Settings& settings) {
  settings.shorthand("times");
  const auto times = static_cast<std::size_t>(settings.integer("times", "how often it is sent", 2, 100, 2));
  if (!settings.finish()) {
    return nullptr;
  }
  return make_message_fault(settings, [times](std::vector<TimedMessage>& messages, auto& /*context*/) {
    if (!messages.empty()) {
      const TimedMessage one = messages.back();
      messages.insert(messages.end(), times - 1, one);
    }
  });
}

}  // namespace

void declare_double_message(std::vector<FaultKind>& kinds) {
  kinds.push_back({"double-message", Group::kMqtt, "sends the response or notice several times", "double-message",
                   make_double_message});
}

}  // namespace jobrig::mqtt_faults
