#include "hosting/packet_faults.h"

#include <algorithm>
#include <array>
#include <utility>

namespace jobrig::hosting {
namespace {

using mqtt::PacketType;
using mqtt_faults::Subject;

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

std::vector<mqtt::Message> KeptBack::take_behind(std::string_view thing) {
  std::vector<mqtt::Message> messages;
  if (waiting.size() == 0) {
    return messages;
  }
  for (auto& one : waiting.take_if([&](const auto& item) {
         const auto* const held = std::get_if<HeldMessage>(&item);
         return held != nullptr && held->is_behind && held->thing == thing;
       })) {
    messages.push_back(std::move(std::get<HeldMessage>(one).message));
  }
  return messages;
}

std::vector<mqtt::Message> KeptBack::take_returning(const std::string& client_id, mqtt::ConnectionId connection,
                                                    const mqtt::Broker& broker) {
  std::vector<mqtt::Message> messages;
  std::erase_if(returning, [&](ReturningMessage& one) {
    const bool is_back =
        one.client_id == client_id && one.left != connection && broker.is_receiving(client_id, one.message.topic);
    if (is_back) {
      messages.push_back(std::move(one.message));
    }
    return is_back;
  });
  return messages;
}

void PacketGates::silence(mqtt::ConnectionId id) {
  if (const auto gate = gates_.find(id); gate != gates_.end()) {
    gate->second.is_silent = true;
  }
}

void PacketGates::limit(mqtt::ConnectionId id, std::uint32_t packets) {
  if (const auto gate = gates_.find(id); gate != gates_.end() && !gate->second.packets) {
    gate->second.packets = packets;
  }
}

bool PacketGates::pass(mqtt::ConnectionId id) {
  const auto gate = gates_.find(id);
  if (gate == gates_.end() || gate->second.is_silent || gate->second.packets == 0U) {
    return false;
  }
  if (gate->second.packets) {
    --*gate->second.packets;
  }
  return true;
}

bool PacketGates::is_used_up(mqtt::ConnectionId id) {
  const auto gate = gates_.find(id);
  if (gate == gates_.end() || gate->second.is_silent || gate->second.packets != 0U) {
    return false;
  }
  gate->second.is_silent = true;
  return true;
}

}  // namespace jobrig::hosting
