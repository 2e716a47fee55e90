// swap-topic: a payload of success is sent on `rejected`, and an error on `accepted`. Notices are unchanged.
//   swap-topic
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

constexpr std::string_view kAccepted = "/accepted";
constexpr std::string_view kRejected = "/rejected";

void replace_end(std::string& topic, std::string_view end, std::string_view other) {
  topic.replace(topic.size() - end.size(), end.size(), other);
}

FaultPointer make_swap_topic(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_text_fault(settings, [](mqtt::Message& message, auto& /*context*/) {
    if (message.topic.ends_with(kAccepted)) {
      replace_end(message.topic, kAccepted, kRejected);
    } else if (message.topic.ends_with(kRejected)) {
      replace_end(message.topic, kRejected, kAccepted);
    }
  });
}

}  // namespace

void declare_swap_topic(std::vector<FaultKind>& kinds) {
  kinds.push_back({"swap-topic", Group::kMqtt, "sends a success on rejected and an error on accepted", "swap-topic",
                   make_swap_topic});
}

}  // namespace jobrig::mqtt_faults
