#include "support/mqtt_clients.h"

#include <stdexcept>

#include "support/mqtt.h"

namespace jobrig::test {

mqtt::ConnectionId MqttClients::open() {
  const mqtt::ConnectionId id = ++last_;
  versions_[id] = mqtt::Version::k311;
  broker_.opened(id, now_);
  return id;
}

mqtt::ConnectionId MqttClients::connect(const mqtt::Connect& connect) {
  const mqtt::ConnectionId id = open();
  versions_[id] = connect.version;
  send(id, connect);
  return id;
}

mqtt::ConnectionId MqttClients::connected(const mqtt::Connect& packet) {
  const mqtt::ConnectionId id = connect(packet);
  received(id);
  return id;
}

mqtt::ConnectionId MqttClients::subscriber(const mqtt::Connect& packet, const std::string& filter, std::uint8_t qos) {
  const mqtt::ConnectionId id = connected(packet);
  send(id, subscribe_to(filter, qos));
  received(id);
  return id;
}

void MqttClients::send(mqtt::ConnectionId id, const mqtt::Packet& packet) {
  send_bytes(id, mqtt::encode(packet, versions_[id]));
}

void MqttClients::send_bytes(mqtt::ConnectionId id, const std::string& bytes) {
  broker_.received(id, bytes, now_);
  collect();
}

void MqttClients::lose(mqtt::ConnectionId id) {
  broker_.closed(id, now_);
  collect();
}

void MqttClients::wait(base::Duration time) {
  now_ += time;
  broker_.tick(now_);
  collect();
}

void MqttClients::publish(const mqtt::Message& message) {
  broker_.publish(message, now_);
  collect();
}

std::vector<mqtt::Packet> MqttClients::received(mqtt::ConnectionId id) { return std::exchange(received_[id], {}); }

std::vector<std::string> MqttClients::messages(mqtt::ConnectionId id) {
  std::vector<std::string> messages;
  for (const mqtt::Packet& packet : received(id)) {
    if (const auto* const publish = std::get_if<mqtt::Publish>(&packet)) {
      messages.push_back(publish->topic + " " + publish->payload);
    }
  }
  return messages;
}

void MqttClients::collect() {
  for (mqtt::Action& action : broker_.take_actions()) {
    if (const auto* const send = std::get_if<mqtt::Send>(&action)) {
      const MqttDecoded decoded = decode_mqtt(send->bytes, versions_[send->connection]);
      if (decoded.packets.size() != 1 || mqtt::type_of(decoded.packets.front()) != send->type) {
        throw std::logic_error("the broker sent bytes that are not one packet");
      }
      received_[send->connection].push_back(decoded.packets.front());
    } else if (const auto* const close = std::get_if<mqtt::Close>(&action)) {
      reasons_[close->connection] = close->reason;
    } else {
      requests_.push_back(std::get<mqtt::Request>(action));
    }
  }
}

mqtt::Connect connect_311(const std::string& client_id, bool clean) {
  return {mqtt::Version::k311, clean, 60, client_id, {}, {}, {}, {}};
}

mqtt::Connect connect_5(const std::string& client_id, bool clean, std::uint32_t session_expiry) {
  mqtt::Connect connect{mqtt::Version::k5, clean, 60, client_id, {}, {}, {}, {}};
  if (session_expiry > 0) {
    connect.properties.add(mqtt::PropertyId::kSessionExpiry, session_expiry);
  }
  return connect;
}

mqtt::Subscribe subscribe_to(const std::string& filter, std::uint8_t qos) {
  return {1, {}, {{filter, qos, false, false, 0}}};
}

mqtt::Publish publish_to(const std::string& topic, const std::string& payload, std::uint8_t qos) {
  return {false, qos, false, topic, std::uint16_t(qos > 0 ? 77 : 0), {}, payload};
}

mqtt::Ack puback(std::uint16_t packet_id) { return {mqtt::PacketType::kPuback, packet_id, 0, {}}; }

}  // namespace jobrig::test
