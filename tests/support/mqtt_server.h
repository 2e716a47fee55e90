// MqttTestServer: a stage behind an MQTT port and an HTTP port on loopback, its packet records, and MQTT clients with
// real sockets. All waits are under the hang guard.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "model/scenario.h"
#include "mqtt/encoder.h"
#include "mqtt/packet.h"
#include "mqtt_hosting/endpoint.h"
#include "mqtt_serve/server.h"
#include "serve/server.h"
#include "support/receiving_client.h"
#include "support/test_server.h"

namespace jobrig::test {

/// Thread-safe.
class PacketLog final : public model::PacketSink {
 public:
  void record(model::PacketRecord&& record) noexcept override;
  [[nodiscard]] std::vector<model::PacketRecord> all() const;
  /// Waits for a record that `wanted` accepts, and returns the first one. Throws after the hang guard.
  model::PacketRecord wait_for(const std::function<bool(const model::PacketRecord&)>& wanted);
  /// Waits until this connection is closed; returns why.
  std::string wait_for_end(std::uint64_t connection);

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<model::PacketRecord> records_;
};

/// The constructor starts both servers, the destructor stops them.
class MqttTestServer {
 public:
  explicit MqttTestServer(model::Scenario scenario, mqtt_serve::MqttServerOptions options = {},
                          mqtt::BrokerSettings settings = {});
  MqttTestServer(const MqttTestServer&) = delete;
  MqttTestServer& operator=(const MqttTestServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return mqtt_->server().port(); }
  [[nodiscard]] std::uint16_t http_port() const { return http_->port(); }
  [[nodiscard]] mqtt_hosting::MqttEndpoint& mqtt() { return *mqtt_; }
  [[nodiscard]] state::VirtualClock& clock() { return stage_->virtual_clock; }

  PacketLog log;
  ExchangeLog exchanges;

 private:
  std::shared_ptr<const model::Scenario> scenario_;
  std::shared_ptr<hosting::Stage> stage_;
  std::unique_ptr<serve::Server> http_;
  std::unique_ptr<mqtt_hosting::MqttEndpoint> mqtt_;
};

/// Waits for the bytes of one packet and returns them.
std::string receive_packet(ReceivingClient& client);

/// Waits for one packet, which must be of this type.
template <typename Type>
Type receive_mqtt(ReceivingClient& client, mqtt::Version version = mqtt::Version::k311);

/// Waits for one packet.
mqtt::Packet receive_any_mqtt(ReceivingClient& client, mqtt::Version version = mqtt::Version::k311);

template <typename Type>
Type receive_mqtt(ReceivingClient& client, mqtt::Version version) {
  return std::get<Type>(receive_any_mqtt(client, version));
}

/// Connects and waits for CONNACK. `Client`: RawClient or TlsClient.
template <typename Client>
void connect_mqtt(Client& client, const mqtt::Connect& connect) {
  client.send(mqtt::encode(connect, connect.version));
  receive_mqtt<mqtt::Connack>(client, connect.version);
}

/// Subscribes (MQTT 3.1.1) and waits for SUBACK.
template <typename Client>
void subscribe_mqtt(Client& client, const std::string& filter, std::uint8_t qos = 0) {
  client.send(mqtt::encode(mqtt::Subscribe{1, {}, {{filter, qos, false, false, 0}}}, mqtt::Version::k311));
  receive_mqtt<mqtt::SubscriptionAck>(client);
}

}  // namespace jobrig::test
