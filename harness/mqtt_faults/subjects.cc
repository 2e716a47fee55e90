#include "mqtt_faults/subjects.h"

#include <algorithm>
#include <array>

namespace jobrig::mqtt_faults {
namespace {

using mqtt::PacketType;

struct PacketResponse {
  PacketType packet;
  PacketType response;
  Subject subject;
};

constexpr std::array kPacketResponses{
    PacketResponse{PacketType::kConnect, PacketType::kConnack, Subject::kConnack},
    PacketResponse{PacketType::kPublish, PacketType::kPuback, Subject::kPuback},
    PacketResponse{PacketType::kSubscribe, PacketType::kSuback, Subject::kSuback},
    PacketResponse{PacketType::kUnsubscribe, PacketType::kUnsuback, Subject::kUnsuback},
    PacketResponse{PacketType::kPingreq, PacketType::kPingresp, Subject::kPingresp},
};

const PacketResponse* response_to(PacketType type) {
  const auto* const row = std::find_if(kPacketResponses.begin(), kPacketResponses.end(),
                                       [type](const PacketResponse& one) { return one.packet == type; });
  return row == kPacketResponses.end() ? nullptr : row;
}

}  // namespace

Subject subject_of(PacketType type) {
  const PacketResponse* const row = response_to(type);
  return row == nullptr ? Subject::kNothing : row->subject;
}

bool is_response_to(PacketType response, PacketType type) {
  const PacketResponse* const row = response_to(type);
  return row != nullptr && row->response == response;
}

}  // namespace jobrig::mqtt_faults
