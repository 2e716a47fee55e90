// empty-payload: PUBLISH has no payload.
//   empty-payload
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_empty_payload(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_publish_fault(settings, [](mqtt::Publish& publish, auto& /*context*/) { publish.payload.clear(); });
}

}  // namespace

void declare_empty_payload(std::vector<FaultKind>& kinds) {
  kinds.push_back({"empty-payload", Group::kMqtt, "sends no payload", "empty-payload", make_empty_payload});
}

}  // namespace jobrig::mqtt_faults
