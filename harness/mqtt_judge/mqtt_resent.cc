// mqtt-resent: a message of the client with QoS 1 that is not acknowledged has the flag DUP when it is sent again with
// the same packet identifier in the same session. A message on the first connection that was not sent before has no
// such flag. On a later one it may: the message that it repeats may have been lost with the connection before.
//   mqtt-resent: {}
// In a new session, and after a PUBACK that may be lost, a client may send the message again with DUP, or take its
// packet identifier for another request without DUP.
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "judge/make_check.h"
#include "wire/packets.h"

namespace jobrig::mqtt_judge {
namespace {

/// CONNACK that accepts without Session Present (MQTT 3.1.1, section 3.2.2.2), after a fixed header of two bytes.
bool is_new_session(const model::PacketRecord& packet) {
  return wire::is_to_client(packet, "CONNACK") && packet.reason.value_or(0) == 0 && packet.bytes.size() > 2 &&
         (static_cast<unsigned char>(packet.bytes[2]) & 1U) == 0;
}

/// A message with QoS 1.
struct Sent {
  std::string content;
  bool open = true;  // no PUBACK was sent, and the session is the same
};

using Messages = std::map<std::pair<std::string, std::uint16_t>, Sent>;  // by client and packet identifier

void close_all(Messages& messages, const std::string& client_id) {
  for (auto& [key, message] : messages) {
    message.open = message.open && key.first != client_id;
  }
}

model::Finding judge_mqtt_resent(const model::CaseRecord& record) {
  const std::string expected = "DUP in messages that are sent again, and in no others";
  Messages messages;
  std::map<std::string, std::size_t> connections;  // accepted ones, by client
  std::size_t again = 0;
  for (const model::PacketRecord& packet : record.packets) {
    const std::pair key(packet.client_id, packet.packet_id);
    const auto sent = messages.find(key);
    if (wire::is_to_client(packet, "PUBACK") && sent != messages.end()) {
      sent->second.open = false;
    }
    if (wire::is_to_client(packet, "CONNACK") && packet.reason.value_or(0) == 0) {
      ++connections[packet.client_id];
    }
    if (is_new_session(packet)) {
      close_all(messages, packet.client_id);
    }
    if (!wire::is_from_client(packet, "PUBLISH")) {
      continue;
    }
    const std::string content = packet.topic + packet.payload;
    const bool was_sent = packet.qos > 0 && sent != messages.end() && sent->second.content == content;
    const bool may_repeat = packet.qos > 0 && connections[packet.client_id] > 1;
    if (packet.dup && !was_sent && !may_repeat) {
      return {false, expected, "DUP in a message that was not sent before"};
    }
    if (!packet.dup && was_sent && sent->second.open) {
      return {false, expected, "packet identifier " + std::to_string(packet.packet_id) + " again without DUP"};
    }
    again += packet.dup ? 1 : 0;
    if (packet.qos > 0) {
      messages[key] = {content, true};
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
