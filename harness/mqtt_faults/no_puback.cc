// no-puback: PUBACK is not sent. The connection stays open. The request has its effect.
//   no-puback
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {

void declare_no_puback(std::vector<FaultKind>& kinds) {
  kinds.push_back({"no-puback", Group::kMqtt, "does not send PUBACK", "no-puback",
                   [](Settings& settings) { return make_no_packet(settings, Subject::kPuback); }});
}

}  // namespace jobrig::mqtt_faults
