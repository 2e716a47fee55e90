// payload-not-json: the payload is other text.
//   payload-not-json | payload-not-json: "<html>"
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_payload_not_json(Settings& settings) {
  settings.shorthand("text");
  const std::string text = settings.text("text", "the text", "not JSON");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_publish_fault(settings, [text](mqtt::Publish& publish, auto& /*context*/) { publish.payload = text; });
}

}  // namespace

void declare_payload_not_json(std::vector<FaultKind>& kinds) {
  kinds.push_back({"payload-not-json", Group::kMqtt, "replaces the payload with text that is not JSON",
                   "payload-not-json", make_payload_not_json});
}

}  // namespace jobrig::mqtt_faults
