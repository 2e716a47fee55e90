// late-puback: PUBACK is sent later; the response of the service does not wait for it.
//   late-puback: 2s | late-puback: {by: 7d, clock: virtual}
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_late_puback(Settings& settings) {
  const auto wait = read_wait(settings, "by", "how much later");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_packet_fault(settings, {Subject::kPuback},
                           [wait = *wait](std::vector<TimedPacket>& packets, auto& /*context*/) {
                             for (TimedPacket& one : packets) {
                               one.wait = wait;
                             }
                           });
}

}  // namespace

void declare_late_puback(std::vector<FaultKind>& kinds) {
  kinds.push_back({"late-puback", Group::kMqtt, "sends PUBACK later", "late-puback: 2s", make_late_puback});
}

}  // namespace jobrig::mqtt_faults
