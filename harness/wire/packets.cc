#include "wire/packets.h"

#include <cstdint>
#include <set>

namespace jobrig::wire {
namespace {

/// The index of the call (from 0) during which the packet was recorded. What is earlier counts for the first call.
std::size_t call_of_packet(const model::CaseRecord& record, const model::PacketRecord& packet) {
  std::size_t call = 0;
  while (call + 1 < record.calls.size() && record.calls[call + 1].began <= packet.when) {
    ++call;
  }
  return call;
}

}  // namespace

bool is_from_client(const model::PacketRecord& packet, std::string_view name) {
  return packet.direction == model::PacketDirection::kFromClient && packet.packet == name;
}

bool is_to_client(const model::PacketRecord& packet, std::string_view name) {
  return packet.direction == model::PacketDirection::kToClient && packet.packet == name;
}

std::vector<const model::PacketRecord*> packets_of(const model::CaseRecord& record, std::optional<std::size_t> call) {
  std::vector<const model::PacketRecord*> packets;
  for (const model::PacketRecord& packet : record.packets) {
    if (packet.direction == model::PacketDirection::kFromClient &&
        (!call || call_of_packet(record, packet) + 1 == *call)) {
      packets.push_back(&packet);
    }
  }
  return packets;
}

std::vector<const model::PacketRecord*> jobs_requests_of(const model::CaseRecord& record,
                                                         std::optional<std::size_t> call) {
  std::vector<const model::PacketRecord*> requests;
  for (const model::PacketRecord* const packet : packets_of(record, call)) {
    if (packet->packet == "PUBLISH" && !packet->operation.empty()) {
      requests.push_back(packet);
    }
  }
  return requests;
}

std::vector<const model::PacketRecord*> responses_of(const model::CaseRecord& record, std::size_t call) {
  std::set<std::uint64_t> requests;
  for (const model::PacketRecord* const request : jobs_requests_of(record, call)) {
    requests.insert(request->number);
  }
  std::vector<const model::PacketRecord*> responses;
  for (const model::PacketRecord& packet : record.packets) {
    if (is_to_client(packet, "PUBLISH") && requests.contains(packet.answers)) {
      responses.push_back(&packet);
    }
  }
  return responses;
}

}  // namespace jobrig::wire
