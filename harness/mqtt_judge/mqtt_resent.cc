// mqtt-resent: a message of the client with QoS 1 has the flag DUP when it is sent again with the same packet
// identifier in a session, and only then.
//   mqtt-resent: {}
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "judge/make_check.h"
#include "wire/packets.h"

namespace jobrig::mqtt_judge {
namespace {

/// CONNACK without Session Present (MQTT 3.1.1, section 3.2.2.2), after a fixed header of two bytes.
bool is_new_session(const model::PacketRecord& packet) {
  return wire::is_to_client(packet, "CONNACK") && packet.bytes.size() > 2 &&
         (static_cast<unsigned char>(packet.bytes[2]) & 1U) == 0;
}

model::Finding judge_mqtt_resent(const model::CaseRecord& record) {
  const std::string expected = "DUP in messages that are sent again, and in no others";
  std::map<std::pair<std::string, std::uint16_t>, std::string> open;  // payloads without PUBACK, by client and packet
  std::size_t again = 0;
  for (const model::PacketRecord& packet : record.packets) {
    const std::pair key(packet.client_id, packet.packet_id);
    if (wire::is_to_client(packet, "PUBACK")) {
      open.erase(key);
      continue;
    }
    if (is_new_session(packet)) {
      std::erase_if(open, [&](const auto& entry) { return entry.first.first == packet.client_id; });
    }
    if (!wire::is_from_client(packet, "PUBLISH")) {
      continue;
    }
    const auto sent = open.find(key);
    const bool is_again = packet.qos > 0 && sent != open.end() && sent->second == packet.topic + packet.payload;
    if (packet.dup != is_again) {
      return {false, expected,
              is_again ? "packet identifier " + std::to_string(packet.packet_id) + " again without DUP"
                       : "DUP in a message that was not sent before"};
    }
    again += is_again ? 1 : 0;
    if (packet.qos > 0) {
      open[key] = packet.topic + packet.payload;
    }
  }
  return {true, expected, judge::count_in_words(again, "message") + " sent again"};
}

judge::CheckPointer make_mqtt_resent(judge::Settings& settings) {
  return judge::make_plain_check(settings, judge_mqtt_resent);
}

}  // namespace

void declare_mqtt_resent(std::vector<judge::CheckKind>& kinds) {
  kinds.push_back({"mqtt-resent", "the flag DUP is in messages that are sent again, and in no others",
                   "mqtt-resent: {}", make_mqtt_resent, model::Reports::kNothing, false, judge::Transport::kMqtt});
}

}  // namespace jobrig::mqtt_judge
