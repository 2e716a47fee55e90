#include "agents/packet_requests.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "agents/json_values.h"
#include "mqtt/topic.h"

namespace jobrig::agents {
namespace {

using model::PacketDirection;
using model::PacketRecord;

using Filters = std::set<std::string>;

/// CONNACK, byte 3: the lowest bit is Session Present (MQTT 3.1.1 and 5.0, section 3.2.2.1).
bool has_session(const PacketRecord& connack) { return connack.bytes.size() > 2 && (connack.bytes[2] & 1) != 0; }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.size(), text.find('\n', begin));
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

/// The subscriptions of all sessions, by client identifier, as the server must have them.
class Subscriptions {
 public:
  void take(const PacketRecord& packet) {
    Filters& filters = filters_[packet.client_id];
    if (packet.packet == "CONNACK" && !has_session(packet)) {
      filters.clear();
    } else if (packet.packet == "SUBSCRIBE") {
      const auto lines = lines_of(packet.topic);
      filters.insert(lines.begin(), lines.end());
      waiting_[{packet.connection, packet.packet_id}] = lines;
    } else if (packet.packet == "UNSUBSCRIBE") {
      for (const std::string& line : lines_of(packet.topic)) {
        filters.erase(line);
      }
    } else if (packet.packet == "SUBACK" && packet.reason.value_or(0) >= 0x80) {
      for (const std::string& line : waiting_[{packet.connection, packet.packet_id}]) {
        filters.erase(line);
      }
    }
  }

  [[nodiscard]] bool covers(const std::string& client, const std::string& topic) {
    const Filters& filters = filters_[client];
    return std::any_of(filters.begin(), filters.end(),
                       [&](const std::string& filter) { return mqtt::matches(filter, topic); });
  }

 private:
  std::map<std::string, Filters> filters_;
  std::map<std::pair<std::uint64_t, std::uint16_t>, std::vector<std::string>> waiting_;  // for their SUBACK
};

void add_response(const PacketRecord& packet, life_cycles::RequestRecord& request) {
  request.accepted = packet.topic.ends_with("/accepted");
  request.lost = false;
  if (!request.accepted) {
    request.error = code_of_rejection(packet.payload);
  }
  read_response_members(packet.payload, request);
}

}  // namespace

bool is_jobs_request(const PacketRecord& packet) {
  return packet.direction == PacketDirection::kFromClient && packet.packet == "PUBLISH" && !packet.operation.empty();
}

std::vector<life_cycles::RequestRecord> requests_in(
    const std::vector<PacketRecord>& packets,
    const std::function<std::optional<std::size_t>(std::string_view thing)>& agent_of) {
  std::vector<life_cycles::RequestRecord> requests;
  std::map<std::uint64_t, std::size_t> by_number;  // of the packet
  Subscriptions subscriptions;
  for (const PacketRecord& packet : packets) {
    subscriptions.take(packet);
    if (const auto agent = is_jobs_request(packet) ? agent_of(packet.thing) : std::nullopt) {
      life_cycles::RequestRecord request;
      request.when = packet.when;
      request.agent = *agent;
      request.connection = packet.connection;
      request.resent = packet.dup;
      request.operation = packet.operation;
      request.job = packet.job;
      request.lost = true;  // until a response is seen
      request.subscribed = subscriptions.covers(packet.client_id, packet.topic + "/accepted") &&
                           subscriptions.covers(packet.client_id, packet.topic + "/rejected");
      read_request_members(packet.payload, request);
      by_number[packet.number] = requests.size();
      requests.push_back(std::move(request));
    } else if (packet.direction == PacketDirection::kToClient && packet.packet == "PUBLISH" && packet.answers != 0) {
      if (const auto found = by_number.find(packet.answers); found != by_number.end()) {
        add_response(packet, requests[found->second]);
      }
    }
  }
  return requests;
}

}  // namespace jobrig::agents
