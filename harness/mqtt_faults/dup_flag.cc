// dup-flag: PUBLISH has the DUP flag although it is sent for the first time; with QoS 0 it must be 0 [MQTT-3.3.1-2].
//   dup-flag
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_dup_flag(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_publish_fault(settings, [](mqtt::Publish& publish, auto& /*context*/) { publish.dup = true; });
}

}  // namespace

void declare_dup_flag(std::vector<FaultKind>& kinds) {
  kinds.push_back({"dup-flag", Group::kMqtt, "sets DUP in PUBLISH at the first attempt", "dup-flag", make_dup_flag});
}

}  // namespace jobrig::mqtt_faults
