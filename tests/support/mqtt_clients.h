// MQTT clients of a broker in memory: what they send, what they receive, and a time that moves only when told to.
#pragma once

#include <chrono>
#include <map>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "mqtt/broker.h"
#include "mqtt/encoder.h"
#include "mqtt_serve/service.h"
#include "support/mqtt.h"

namespace jobrig::test {

/// A CONNECT of each version with a client identifier.
mqtt::Connect connect_311(const std::string& client_id, bool clean = true);
mqtt::Connect connect_5(const std::string& client_id, bool clean = true, std::uint32_t session_expiry = 0);
mqtt::Subscribe subscribe_to(const std::string& filter, std::uint8_t qos = 1);
mqtt::Publish publish_to(const std::string& topic, const std::string& payload, std::uint8_t qos = 0);
mqtt::Ack puback(std::uint16_t packet_id);

/// `Server`: mqtt::Broker, or a class with the same functions.
template <typename Server>
class MqttClientsOf {
 public:
  template <typename... Arguments>
  explicit MqttClientsOf(Arguments&&... arguments) : broker_(std::forward<Arguments>(arguments)...) {}

  /// Opens a connection without CONNECT.
  mqtt::ConnectionId open();
  /// Opens a connection and sends CONNECT. Its CONNACK is the first packet of received().
  mqtt::ConnectionId connect(const mqtt::Connect& connect);
  /// The same, and discards the CONNACK.
  mqtt::ConnectionId connected(const mqtt::Connect& connect);
  /// The same, and subscribes.
  mqtt::ConnectionId subscriber(const mqtt::Connect& connect, const std::string& filter, std::uint8_t qos = 1);
  void send(mqtt::ConnectionId id, const mqtt::Packet& packet);
  void send_bytes(mqtt::ConnectionId id, const std::string& bytes);
  /// The peer closes the connection without DISCONNECT.
  void lose(mqtt::ConnectionId id);
  void wait(base::Duration time);
  /// The service publishes a message.
  void publish(const mqtt::Message& message);

  /// The packets that the client received since the last call.
  std::vector<mqtt::Packet> received(mqtt::ConnectionId id);
  /// The next packet that the client received and that must be of this type.
  template <typename Type>
  Type next(mqtt::ConnectionId id);
  /// The topics and payloads of the PUBLISH packets received since the last call; all other packets are skipped.
  std::vector<std::string> messages(mqtt::ConnectionId id);
  /// Why the broker closed the connection; "": it did not.
  std::string closed(mqtt::ConnectionId id) { return reasons_[id]; }
  std::vector<mqtt::Request> requests() { return std::exchange(requests_, {}); }
  /// Of a service, since the last call: what was received, and what is to be sent.
  std::vector<model::PacketRecord> records() { return std::exchange(records_, {}); }
  Server& broker() { return broker_; }
  [[nodiscard]] base::Monotonic now() const { return now_; }

 private:
  void collect();
  void take(const mqtt::Send& send);
  void take(const mqtt_serve::Outgoing& packet);

  Server broker_;
  base::Monotonic now_{std::chrono::hours(1)};
  mqtt::ConnectionId last_ = 0;
  std::map<mqtt::ConnectionId, mqtt::Version> versions_;
  std::map<mqtt::ConnectionId, std::vector<mqtt::Packet>> received_;
  std::map<mqtt::ConnectionId, std::string> reasons_;
  std::vector<mqtt::Request> requests_;
  std::vector<model::PacketRecord> records_;
};

using MqttClients = MqttClientsOf<mqtt::Broker>;

template <typename Server>
template <typename Type>
Type MqttClientsOf<Server>::next(mqtt::ConnectionId id) {
  std::vector<mqtt::Packet>& packets = received_[id];
  Type packet = std::get<Type>(packets.at(0));
  packets.erase(packets.begin());
  return packet;
}

template <typename Server>
mqtt::ConnectionId MqttClientsOf<Server>::open() {
  const mqtt::ConnectionId id = ++last_;
  versions_[id] = mqtt::Version::k311;
  broker_.opened(id, now_);
  return id;
}

template <typename Server>
mqtt::ConnectionId MqttClientsOf<Server>::connect(const mqtt::Connect& connect) {
  const mqtt::ConnectionId id = open();
  versions_[id] = connect.version;
  send(id, connect);
  return id;
}

template <typename Server>
mqtt::ConnectionId MqttClientsOf<Server>::connected(const mqtt::Connect& packet) {
  const mqtt::ConnectionId id = connect(packet);
  received(id);
  return id;
}

template <typename Server>
mqtt::ConnectionId MqttClientsOf<Server>::subscriber(const mqtt::Connect& packet, const std::string& filter,
                                                     std::uint8_t qos) {
  const mqtt::ConnectionId id = connected(packet);
  send(id, subscribe_to(filter, qos));
  received(id);
  return id;
}

template <typename Server>
void MqttClientsOf<Server>::send(mqtt::ConnectionId id, const mqtt::Packet& packet) {
  send_bytes(id, mqtt::encode(packet, versions_[id]));
}

template <typename Server>
void MqttClientsOf<Server>::send_bytes(mqtt::ConnectionId id, const std::string& bytes) {
  broker_.received(id, bytes, now_);
  collect();
}

template <typename Server>
void MqttClientsOf<Server>::lose(mqtt::ConnectionId id) {
  broker_.closed(id, now_);
  collect();
}

template <typename Server>
void MqttClientsOf<Server>::wait(base::Duration time) {
  now_ += time;
  broker_.tick(now_);
  collect();
}

template <typename Server>
void MqttClientsOf<Server>::publish(const mqtt::Message& message) {
  broker_.publish(message, now_);
  collect();
}

template <typename Server>
std::vector<mqtt::Packet> MqttClientsOf<Server>::received(mqtt::ConnectionId id) {
  return std::exchange(received_[id], {});
}

template <typename Server>
std::vector<std::string> MqttClientsOf<Server>::messages(mqtt::ConnectionId id) {
  std::vector<std::string> messages;
  for (const mqtt::Packet& packet : received(id)) {
    if (const auto* const publish = std::get_if<mqtt::Publish>(&packet)) {
      messages.push_back(publish->topic + " " + publish->payload);
    }
  }
  return messages;
}

template <typename Server>
void MqttClientsOf<Server>::take(const mqtt::Send& send) {
  const MqttDecoded decoded = decode_mqtt(send.bytes, versions_[send.connection]);
  if (decoded.packets.size() != 1 || mqtt::type_of(decoded.packets.front()) != send.type) {
    throw std::logic_error("the broker sent bytes that are not one packet");
  }
  received_[send.connection].push_back(decoded.packets.front());
}

template <typename Server>
void MqttClientsOf<Server>::take(const mqtt_serve::Outgoing& packet) {
  std::string bytes;
  for (const model::ScriptStep& step : packet.script.steps) {
    if (const auto* const send = std::get_if<model::Send>(&step)) {
      bytes += send->bytes;
    }
  }
  for (const mqtt::Packet& one : decode_mqtt(bytes, versions_[packet.connection]).packets) {
    received_[packet.connection].push_back(one);
  }
  records_.push_back(packet.record);
}

template <typename Server>
void MqttClientsOf<Server>::collect() {
  if constexpr (std::is_base_of_v<mqtt_serve::Service, Server>) {
    for (mqtt_serve::Task& task : broker_.take_tasks()) {
      if (const auto* const packet = std::get_if<mqtt_serve::Outgoing>(&task)) {
        take(*packet);
      } else if (const auto* const closing = std::get_if<mqtt_serve::Closing>(&task)) {
        reasons_[closing->connection] = closing->reason;
      } else {
        records_.push_back(std::get<model::PacketRecord>(std::move(task)));
      }
    }
  } else {
    for (mqtt::Action& action : broker_.take_actions()) {
      if (const auto* const send = std::get_if<mqtt::Send>(&action)) {
        take(*send);
      } else if (const auto* const close = std::get_if<mqtt::Close>(&action)) {
        reasons_[close->connection] = close->reason;
      } else {
        requests_.push_back(std::get<mqtt::Request>(action));
      }
    }
  }
}

}  // namespace jobrig::test
