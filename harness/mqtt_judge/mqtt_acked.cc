// mqtt-acked: the client acknowledges each message with QoS 1 that came before its last packet on that connection, with
// the packet identifier of the message, and no other.
//   mqtt-acked: {}
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "judge/make_check.h"
#include "wire/packets.h"

namespace jobrig::mqtt_judge {
namespace {

/// The numbers of the last packets that are no PUBACK, by connection. A client may acknowledge a message after its
/// result, so later messages are not judged.
std::map<std::uint64_t, std::uint64_t> last_packets(const model::CaseRecord& record) {
  std::map<std::uint64_t, std::uint64_t> last;
  for (const model::PacketRecord& packet : record.packets) {
    if (packet.direction == model::PacketDirection::kFromClient && packet.packet != "PUBACK") {
      last[packet.connection] = packet.number;
    }
  }
  return last;
}

model::Finding judge_mqtt_acked(const model::CaseRecord& record) {
  const std::string expected = "PUBACK for each message with QoS 1";
  const auto last = last_packets(record);
  std::map<std::uint64_t, std::set<std::uint16_t>> open;  // packet identifiers, by connection
  std::map<std::uint64_t, std::set<std::uint16_t>> late;
  std::size_t messages = 0;
  for (const model::PacketRecord& packet : record.packets) {
    if (wire::is_to_client(packet, "PUBLISH") && packet.qos == 1) {
      const auto end = last.find(packet.connection);
      const bool counts = end != last.end() && packet.number < end->second;
      messages += counts ? 1 : 0;
      (counts ? open : late)[packet.connection].insert(packet.packet_id);
    } else if (wire::is_from_client(packet, "PUBACK") && open[packet.connection].erase(packet.packet_id) == 0 &&
               late[packet.connection].erase(packet.packet_id) == 0) {
      return {false, expected, "PUBACK " + std::to_string(packet.packet_id) + " for no message"};
    }
  }
  for (const auto& [connection, identifiers] : open) {
    if (!identifiers.empty()) {
      return {false, expected, "none for packet identifier " + std::to_string(*identifiers.begin())};
    }
  }
  return {true, expected, judge::count_in_words(messages, "message") + " acknowledged"};
}

judge::CheckPointer make_mqtt_acked(judge::Settings& settings) {
  return judge::make_plain_check(settings, judge_mqtt_acked);
}

}  // namespace

void declare_mqtt_acked(std::vector<judge::CheckKind>& kinds) {
  kinds.push_back({"mqtt-acked", "the client acknowledges messages with QoS 1", "mqtt-acked: {}", make_mqtt_acked,
                   model::Reports::kNothing, false, judge::Transport::kMqtt});
}

}  // namespace jobrig::mqtt_judge
