// truncated-payload: the payload ends early, in a packet of the correct length.
//   truncated-payload | truncated-payload: {keep: 90%}
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_truncated_payload(Settings& settings) {
  settings.shorthand("keep");
  const double keep = settings.share("keep", "how much of it is sent", 0.5);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_publish_fault(settings, [keep](mqtt::Publish& publish, auto& /*context*/) {
    publish.payload.resize(static_cast<std::size_t>(static_cast<double>(publish.payload.size()) * keep));
  });
}

}  // namespace

void declare_truncated_payload(std::vector<FaultKind>& kinds) {
  kinds.push_back({"truncated-payload", Group::kMqtt, "truncates the payload in a valid packet",
                   "truncated-payload: {keep: 50%}", make_truncated_payload});
}

}  // namespace jobrig::mqtt_faults
