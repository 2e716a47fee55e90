// MQTT clients of a broker in memory: what they send, what they receive, and a time that moves only when told to.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "mqtt/broker.h"
#include "mqtt/encoder.h"

namespace jobrig::test {

class MqttClients {
 public:
  explicit MqttClients(mqtt::BrokerSettings settings = {}) : broker_(std::move(settings)) {}

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
  mqtt::Broker& broker() { return broker_; }
  [[nodiscard]] base::Monotonic now() const { return now_; }

 private:
  void collect();

  mqtt::Broker broker_;
  base::Monotonic now_{std::chrono::hours(1)};
  mqtt::ConnectionId last_ = 0;
  std::map<mqtt::ConnectionId, mqtt::Version> versions_;
  std::map<mqtt::ConnectionId, std::vector<mqtt::Packet>> received_;
  std::map<mqtt::ConnectionId, std::string> reasons_;
  std::vector<mqtt::Request> requests_;
};

template <typename Type>
Type MqttClients::next(mqtt::ConnectionId id) {
  std::vector<mqtt::Packet>& packets = received_[id];
  Type packet = std::get<Type>(packets.at(0));
  packets.erase(packets.begin());
  return packet;
}

/// A CONNECT of each version with a client identifier.
mqtt::Connect connect_311(const std::string& client_id, bool clean = true);
mqtt::Connect connect_5(const std::string& client_id, bool clean = true, std::uint32_t session_expiry = 0);
mqtt::Subscribe subscribe_to(const std::string& filter, std::uint8_t qos = 1);
mqtt::Publish publish_to(const std::string& topic, const std::string& payload, std::uint8_t qos = 0);
mqtt::Ack puback(std::uint16_t packet_id);

}  // namespace jobrig::test
