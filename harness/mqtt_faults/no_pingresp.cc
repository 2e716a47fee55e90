// no-pingresp: PINGRESP is not sent. The connection stays open. Clients notice it by their keep-alive only.
//   no-pingresp
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {

void declare_no_pingresp(std::vector<FaultKind>& kinds) {
  kinds.push_back({"no-pingresp", Group::kMqtt, "does not send PINGRESP", "no-pingresp",
                   [](Settings& settings) { return make_no_packet(settings, Subject::kPingresp); }});
}

}  // namespace jobrig::mqtt_faults
