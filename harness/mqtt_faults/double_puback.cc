// double-puback: PUBACK is sent several times for one PUBLISH.
//   double-puback | double-puback: {times: 3}
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_double_puback(Settings& settings) {
  settings.shorthand("times");
  const auto times = static_cast<std::size_t>(settings.integer("times", "how often it is sent", 2, 100, 2));
  if (!settings.finish()) {
    return nullptr;
  }
  return make_packet_fault(settings, {Subject::kPuback}, [times](std::vector<TimedPacket>& packets, auto& /*context*/) {
    if (!packets.empty()) {
      const TimedPacket one = packets.back();
      packets.insert(packets.end(), times - 1, one);
    }
  });
}

}  // namespace

void declare_double_puback(std::vector<FaultKind>& kinds) {
  kinds.push_back({"double-puback", Group::kMqtt, "sends PUBACK several times", "double-puback", make_double_puback});
}

}  // namespace jobrig::mqtt_faults
