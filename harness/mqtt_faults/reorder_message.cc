// reorder-message: the response or notice is sent after the next one for the same thing.
//   reorder-message | reorder-message: {within: 30s}
#include <chrono>

#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

constexpr std::chrono::seconds kUsualTime(5);

FaultPointer make_reorder_message(Settings& settings) {
  settings.shorthand("within");
  const auto within = settings.duration("within", "when it is sent at the latest; 5s when it is not given");
  settings.check_pause("within", within, false);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_message_fault(settings, [pause = model::Pause{within.value_or(kUsualTime)}](
                                          std::vector<TimedMessage>& messages, auto& /*context*/) {
    for (TimedMessage& one : messages) {
      one.wait = pause;
      one.release = Release::kAfterNextMessage;
    }
  });
}

}  // namespace

void declare_reorder_message(std::vector<FaultKind>& kinds) {
  kinds.push_back({"reorder-message", Group::kMqtt, "sends the response or notice after the next one for the thing",
                   "reorder-message", make_reorder_message});
}

}  // namespace jobrig::mqtt_faults
