// wrong-topic: the response or notice is sent on another topic.
//   wrong-topic: $aws/things/another/jobs/get/accepted
#include "mqtt/topic.h"

#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_wrong_topic(Settings& settings) {
  settings.shorthand("topic");
  const auto topic = settings.text("topic", "a topic name of MQTT, without wildcards", faults::Need::kRequired);
  if (topic && (topic->empty() || mqtt::check_topic(*topic, {}))) {
    settings.report("topic", "\"topic\" must be a topic name of MQTT: at most 256 bytes, without + and #");
  }
  if (!settings.finish()) {
    return nullptr;
  }
  return make_text_fault(settings,
                         [topic = *topic](mqtt::Message& message, auto& /*context*/) { message.topic = topic; });
}

}  // namespace

void declare_wrong_topic(std::vector<FaultKind>& kinds) {
  kinds.push_back({"wrong-topic", Group::kMqtt, "sends the response or notice on another topic",
                   "wrong-topic: $aws/things/another/jobs/get/accepted", make_wrong_topic});
}

}  // namespace jobrig::mqtt_faults
