// close-after: the connection is closed after that many more packets to the client.
//   close-after: 3
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_close_after(Settings& settings) {
  settings.shorthand("packets");
  const auto packets =
      settings.integer("packets", "how many packets the client still receives, this one included", 0, 1'000'000, 1);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_packet_fault(settings, {}, [packets](auto& /*packets*/, PacketContext& context) {
    context.effects.packets_left = static_cast<std::uint32_t>(packets);
  });
}

}  // namespace

void declare_close_after(std::vector<FaultKind>& kinds) {
  kinds.push_back({"close-after", Group::kMqtt, "closes the connection after some more packets",
                   "close-after: {packets: 3}", make_close_after});
}

}  // namespace jobrig::mqtt_faults
