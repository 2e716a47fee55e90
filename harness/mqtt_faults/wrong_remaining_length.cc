// wrong-remaining-length: the fixed header states more or fewer bytes than the packet has, so the client reads the next
// packet at a wrong position.
//   wrong-remaining-length: -1
#include <algorithm>

#include "mqtt/encoder.h"
#include "mqtt_faults/make_packet_fault.h"

namespace jobrig::mqtt_faults {
namespace {

// The first byte, the remaining length in its shortest form and the rest.
std::string with_length(const std::string& bytes, std::int64_t by) {
  std::size_t begin = 1;
  while (begin < bytes.size() && (static_cast<unsigned char>(bytes[begin]) & 0x80U) != 0) {
    ++begin;
  }
  ++begin;
  auto length =
      static_cast<std::uint64_t>(std::max<std::int64_t>(static_cast<std::int64_t>(bytes.size() - begin) + by, 0));
  std::string wrong(1, bytes.front());
  do {
    const auto digit = static_cast<unsigned char>(length % 128);
    length /= 128;
    wrong += static_cast<char>(length > 0 ? digit | 0x80U : digit);
  } while (length > 0);
  return wrong + bytes.substr(begin);
}

FaultPointer make_wrong_remaining_length(Settings& settings) {
  settings.shorthand("by");
  const std::int64_t by = settings.integer("by", "how many bytes too many; negative: too few", -1'000, 1'000, 1);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_packet_fault(settings,
                           {Subject::kConnack, Subject::kPuback, Subject::kSuback, Subject::kUnsuback,
                            Subject::kPingresp, Subject::kMessage},
                           [by](std::vector<TimedPacket>& packets, PacketContext& context) {
                             for (TimedPacket& one : packets) {
                               one.bytes = with_length(
                                   one.bytes.empty() ? mqtt::encode(one.packet, context.version) : one.bytes, by);
                             }
                           });
}

}  // namespace

void declare_wrong_remaining_length(std::vector<FaultKind>& kinds) {
  kinds.push_back({"wrong-remaining-length", Group::kMqtt, "states a wrong length of the packet",
                   "wrong-remaining-length: {by: 1}", make_wrong_remaining_length});
}

}  // namespace jobrig::mqtt_faults
