// large-payload: spaces at the end make the payload larger than the 128 KiB that AWS IoT Core documents, or any other
// size. It stays valid JSON.
//   large-payload | large-payload: {bytes: 1MiB}
#include <algorithm>

#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

FaultPointer make_large_payload(Settings& settings) {
  settings.shorthand("bytes");
  const auto bytes = static_cast<std::size_t>(
      settings.bytes("bytes", "its size", 1, std::uint64_t{16} * 1024 * 1024, std::uint64_t{128} * 1024 + 1));
  if (!settings.finish()) {
    return nullptr;
  }
  return make_publish_fault(settings, [bytes](mqtt::Publish& publish, auto& /*context*/) {
    publish.payload.resize(std::max(publish.payload.size(), bytes), ' ');
  });
}

}  // namespace

void declare_large_payload(std::vector<FaultKind>& kinds) {
  kinds.push_back({"large-payload", Group::kMqtt, "makes the payload larger than AWS IoT Core allows",
                   "large-payload: {bytes: 129KiB}", make_large_payload});
}

}  // namespace jobrig::mqtt_faults
