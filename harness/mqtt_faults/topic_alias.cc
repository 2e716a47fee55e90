// topic-alias: PUBLISH of MQTT 5.0 has a topic alias that the client did not allow or does not know (MQTT 5.0, section
// 3.3.2.3.4).
//   topic-alias: unknown (an empty topic and an alias that was never set) | topic-alias: zero | topic-alias: too-high
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_topic_alias(Settings& settings) {
  constexpr std::uint32_t kHighestAlias = 65'535;
  settings.shorthand("is");
  const std::string is = settings.word("is", "what is wrong with it", {"unknown", "zero", "too-high"}, "unknown");
  if (!settings.finish()) {
    return nullptr;
  }
  const std::uint32_t alias = is == "zero" ? 0 : is == "unknown" ? 1 : kHighestAlias;
  return make_publish_fault(settings,
                            [alias, without_topic = is == "unknown"](mqtt::Publish& publish, PacketContext& context) {
                              if (context.version == mqtt::Version::k5) {
                                publish.properties.add(mqtt::PropertyId::kTopicAlias, alias);
                                publish.topic = without_topic ? "" : publish.topic;
                              }
                            });
}

}  // namespace

void declare_topic_alias(std::vector<FaultKind>& kinds) {
  kinds.push_back({"topic-alias", Group::kMqtt, "misuses topic aliases in PUBLISH (MQTT 5.0)", "topic-alias: unknown",
                   make_topic_alias});
}

}  // namespace jobrig::mqtt_faults
