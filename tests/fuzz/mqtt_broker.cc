// The MQTT broker: three clients do anything in any order. What it sends is whole packets to open connections, and
// nothing is left when all clients are gone and time has passed. The input is a list of steps.
#include <array>
#include <chrono>
#include <map>
#include <utility>

#include "fuzz/targets.h"
#include "mqtt/broker.h"
#include "mqtt/encoder.h"
#include "support/mqtt.h"

namespace jobrig::fuzz {
namespace {

constexpr std::size_t kClients = 3;

mqtt::BrokerSettings small_broker() {
  mqtt::BrokerSettings settings;
  settings.limits = {512, {32, 4}, 16, 4, 3};
  settings.sessions = 3;
  settings.subscriptions = 2;
  settings.queued_messages = 3;
  settings.queued_bytes = 64;
  settings.receive_maximum = 2;
  settings.is_request = [](std::string_view topic) { return topic.starts_with('$'); };
  return settings;
}

class Steps {
 public:
  explicit Steps(std::string_view bytes) : rest_(bytes), broker_(small_broker()) {}

  void run() {
    while (!rest_.empty()) {
      step();
      collect();
    }
    for (std::size_t client = 0; client < kClients; ++client) {
      close(client);
    }
    collect();
    now_ += std::chrono::hours(24);
    broker_.tick(now_);
    promise(broker_.counts().connections == 0 && broker_.counts().sessions == 0, "a connection or session is left");
    promise(!broker_.next_due(), "something is still due");
  }

 private:
  struct Client {
    mqtt::ConnectionId id = 0;  // 0: not connected
    mqtt::Version version = mqtt::Version::k311;
  };

  std::uint8_t byte() {
    const std::uint8_t value = rest_.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(rest_.empty() ? 0 : 1);
    return value;
  }

  void step() {
    const std::uint8_t what = byte();
    const std::size_t client = what % kClients;
    const std::uint8_t detail = byte();
    switch (what / kClients % 8) {
      case 0:
        return connect(client, detail);
      case 1:
        return close(client);
      case 2:
        now_ += std::chrono::seconds(detail * 8);
        return broker_.tick(now_);
      case 3:
        return send(client, mqtt::encode(mqtt::Subscribe{1, {}, {{filter(detail), std::uint8_t(detail % 3)}}},
                                         clients_[client].version));
      case 4:
        return send(client, mqtt::encode(mqtt::Publish{false,
                                                       std::uint8_t(detail % 2),
                                                       false,
                                                       topic(detail),
                                                       std::uint16_t(detail % 2),
                                                       {},
                                                       std::string(detail / 8U, 'x')},
                                         clients_[client].version));
      case 5:
        return send(client, mqtt::encode(mqtt::Ack{mqtt::PacketType::kPuback, std::uint16_t(detail % 8 + 1), 0, {}},
                                         clients_[client].version));
      case 6:
        return send(client, mqtt::encode(mqtt::Unsubscribe{2, {}, {filter(detail)}}, clients_[client].version));
      default: {
        const std::string_view raw = rest_.substr(0, detail);
        rest_.remove_prefix(raw.size());
        return send(client, std::string(raw));
      }
    }
  }

  static std::string filter(std::uint8_t detail) {
    constexpr std::array<const char*, 5> kFilters{"a/b", "a/+", "#", "$x/#", "+/b"};
    return kFilters.at(detail % kFilters.size());
  }
  static std::string topic(std::uint8_t detail) {
    constexpr std::array<const char*, 4> kTopics{"a/b", "a", "$x/y", "b/b"};
    return kTopics.at(detail / 2U % kTopics.size());
  }

  void connect(std::size_t client, std::uint8_t detail) {
    close(client);
    clients_[client] = {++last_, detail % 2 == 0 ? mqtt::Version::k311 : mqtt::Version::k5};
    broker_.opened(last_, now_);
    mqtt::Connect packet{
        clients_[client].version, (detail & 2U) != 0, detail, std::string(1, char('a' + detail % 4)), {}, {}, {}, {}};
    if ((detail & 4U) != 0) {
      packet.will = mqtt::Will{"a/b", "gone", 1, false, {}};
    }
    if (packet.version == mqtt::Version::k5) {
      packet.properties.add(mqtt::PropertyId::kSessionExpiry, detail * 64U);
      if (packet.will) {
        packet.will->properties.add(mqtt::PropertyId::kWillDelay, detail);
      }
    }
    send(client, mqtt::encode(packet, packet.version));
  }

  void close(std::size_t client) {
    if (clients_[client].id != 0) {
      broker_.closed(std::exchange(clients_[client].id, 0), now_);
    }
  }

  void send(std::size_t client, const std::string& bytes) {
    if (clients_[client].id != 0) {
      broker_.received(clients_[client].id, bytes, now_);
    }
  }

  void collect() {
    for (const mqtt::Action& action : broker_.take_actions()) {
      if (const auto* const sent = std::get_if<mqtt::Send>(&action)) {
        promise(!ended_.contains(sent->connection), "a packet follows the end of its connection");
        const bool old = test::decode_mqtt(sent->bytes, mqtt::Version::k311).packets.size() == 1;
        promise(old || test::decode_mqtt(sent->bytes, mqtt::Version::k5).packets.size() == 1, "not one whole packet");
      } else if (const auto* const end = std::get_if<mqtt::Close>(&action)) {
        promise(ended_.emplace(end->connection, end->reason).second, "a connection is closed twice");
        for (Client& client : clients_) {
          client.id = client.id == end->connection ? 0 : client.id;
        }
      }
    }
    std::size_t open = 0;
    for (const Client& client : clients_) {
      open += client.id != 0 ? 1 : 0;
    }
    promise(broker_.counts().connections == open, "the broker has other connections than the clients");
    promise(broker_.counts().sessions <= 3, "there are more sessions than the limit");
  }

  std::string_view rest_;
  mqtt::Broker broker_;
  base::Monotonic now_{std::chrono::hours(1)};
  std::array<Client, kClients> clients_{};
  mqtt::ConnectionId last_ = 0;
  std::map<mqtt::ConnectionId, std::string> ended_;
};

}  // namespace

void fuzz_mqtt_broker(std::string_view bytes) { Steps(bytes).run(); }

}  // namespace jobrig::fuzz
