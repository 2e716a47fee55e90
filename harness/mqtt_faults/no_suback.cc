// no-suback: SUBACK is not sent. The connection stays open. The subscriptions exist.
//   no-suback
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {

void declare_no_suback(std::vector<FaultKind>& kinds) {
  kinds.push_back({"no-suback", Group::kMqtt, "does not send SUBACK", "no-suback",
                   [](Settings& settings) { return make_no_packet(settings, Subject::kSuback); }});
}

}  // namespace jobrig::mqtt_faults
