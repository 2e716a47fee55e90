// no-unsuback: UNSUBACK is not sent. The connection stays open. The subscriptions are gone.
//   no-unsuback
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {

void declare_no_unsuback(std::vector<FaultKind>& kinds) {
  kinds.push_back({"no-unsuback", Group::kMqtt, "does not send UNSUBACK", "no-unsuback",
                   [](Settings& settings) { return make_no_packet(settings, Subject::kUnsuback); }});
}

}  // namespace jobrig::mqtt_faults
