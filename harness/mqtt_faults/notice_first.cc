// notice-first: the notices of the change that the request made are sent before its response.
//   notice-first
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_notice_first(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_message_fault(settings, [](std::vector<TimedMessage>& messages, auto& /*context*/) {
    for (TimedMessage& one : messages) {
      one.release = Release::kAfterNotices;
    }
  });
}

}  // namespace

void declare_notice_first(std::vector<FaultKind>& kinds) {
  kinds.push_back({"notice-first", Group::kMqtt, "sends the notices of the change before the response", "notice-first",
                   make_notice_first});
}

}  // namespace jobrig::mqtt_faults
