// retain-flag: PUBLISH has the RETAIN flag, as if the message were an old one that the server had stored.
//   retain-flag
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_retain_flag(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_publish_fault(settings, [](mqtt::Publish& publish, auto& /*context*/) { publish.retain = true; });
}

}  // namespace

void declare_retain_flag(std::vector<FaultKind>& kinds) {
  kinds.push_back({"retain-flag", Group::kMqtt, "sets RETAIN in PUBLISH", "retain-flag", make_retain_flag});
}

}  // namespace jobrig::mqtt_faults
