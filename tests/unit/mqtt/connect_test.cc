// CONNECT, sessions, take-over, keep-alive and wills.
#include "support/catch.h"
#include "support/mqtt.h"
#include "support/mqtt_clients.h"

using namespace jobrig;
using namespace std::chrono_literals;
using mqtt::PropertyId;
using test::connect_311;
using test::connect_5;
using test::MqttClients;
using test::publish_to;
using test::subscribe_to;

namespace {

mqtt::Connect with_will(mqtt::Connect connect, std::uint32_t delay = 0) {
  connect.will = mqtt::Will{"gone/" + connect.client_id, "bye", 1, false, {}};
  if (delay > 0) {
    connect.will->properties.add(PropertyId::kWillDelay, delay);
  }
  return connect;
}

// A client that sees all wills.
mqtt::ConnectionId watcher_of(MqttClients& clients) {
  const mqtt::ConnectionId id = clients.connect(connect_311("watcher"));
  clients.send(id, subscribe_to("gone/+"));
  clients.received(id);
  return id;
}

}  // namespace

TEST_CASE("CONNECT is acknowledged", "[mqtt][v3-3.1.4-4][v5-3.1.4-5][v3-3.2.0-1][v5-3.2.0-1][v5-3.2.0-2][v3-3.2.2-1]") {
  MqttClients clients;
  const auto old = clients.connect(connect_311("a"));
  CHECK(clients.received(old) == std::vector<mqtt::Packet>{mqtt::Connack{false, 0, {}}});
  const auto recent = clients.connect(connect_5("b"));
  const auto connack = clients.next<mqtt::Connack>(recent);
  CHECK(connack.code == 0);
  CHECK(!connack.session_present);
  CHECK(connack.properties.number(PropertyId::kMaximumQos, 9) == 1);
  CHECK(connack.properties.number(PropertyId::kRetainAvailable, 9) == 0);
  CHECK(connack.properties.number(PropertyId::kSharedAvailable, 9) == 0);
  CHECK(connack.properties.number(PropertyId::kReceiveMaximum, 0) == 100);
  CHECK(clients.received(recent).empty());
}

TEST_CASE("the first packet must be CONNECT", "[mqtt][v3-3.1.0-1][v5-3.1.0-1][v3-3.1.4-1][v5-3.1.4-1]") {
  MqttClients clients;
  const auto id = clients.open();
  clients.send(id, mqtt::Ping{});
  CHECK(clients.closed(id) == "PINGREQ, byte 0: the first packet must be CONNECT [MQTT-3.1.0-1]");
  CHECK(clients.received(id).empty());
  const auto other = clients.open();
  clients.send_bytes(other, test::octets("10 0c 0004 'MQTT' 04 03 000a 0000"));  // the reserved flag
  CHECK_THAT(clients.closed(other), Catch::Contains("[MQTT-3.1.2-3]"));
  CHECK(clients.received(other).empty());
}

TEST_CASE("a second CONNECT closes the connection", "[mqtt][v3-3.1.0-2][v5-3.1.0-2][v5-4.13.1-1]") {
  MqttClients clients;
  const auto id = clients.connect(connect_5("a"));
  clients.next<mqtt::Connack>(id);
  clients.send(id, connect_5("a"));
  CHECK(clients.next<mqtt::Notice>(id).code == 0x82);
  CHECK_THAT(clients.closed(id), Catch::Contains("only one CONNECT [MQTT-3.1.0-2]"));
}

TEST_CASE("an unsupported protocol level is refused with a CONNACK", "[mqtt][v3-3.1.2-2][v5-3.1.2-2][v3-3.2.2-5]") {
  MqttClients clients;
  const auto id = clients.open();
  clients.send_bytes(id, test::octets("10 0c 0004 'MQTT' 07 02 000a 0000"));
  CHECK(clients.next<mqtt::Connack>(id) == mqtt::Connack{false, 1, {}});
  CHECK_THAT(clients.closed(id), Catch::Contains("[MQTT-3.1.2-2]"));
}

TEST_CASE("nothing behind a refused CONNECT is processed", "[mqtt][v3-3.1.4-5][v5-3.1.4-6][v3-3.1.3-8][v3-3.1.3-9]") {
  MqttClients clients;
  const auto watcher = watcher_of(clients);
  const auto id = clients.open();
  clients.send_bytes(id, mqtt::encode(connect_311("", false), mqtt::Version::k311) +
                             mqtt::encode(publish_to("gone/x", "x"), mqtt::Version::k311));
  CHECK(clients.next<mqtt::Connack>(id) == mqtt::Connack{false, 2, {}});
  CHECK(clients.messages(watcher).empty());
  CHECK(clients.broker().counts().connections == 1);
}

TEST_CASE("a refusal has a reason code in MQTT 5.0, and may have no CONNACK in 3.1.1",
          "[mqtt][v5-3.1.4-2][v5-3.2.2-7][v5-3.2.2-8][v5-3.2.2-12][v5-3.2.2-13][v3-3.2.2-6]") {
  MqttClients clients;
  mqtt::Connect connect = with_will(connect_5("a"));
  connect.will->qos = 2;
  auto id = clients.connect(connect);
  CHECK(clients.next<mqtt::Connack>(id).code == 0x9B);
  connect = with_will(connect_5("a"));
  connect.will->retain = true;
  id = clients.connect(connect);
  CHECK(clients.next<mqtt::Connack>(id).code == 0x9A);
  CHECK(clients.closed(id) == "CONNECT was refused: Retain not supported");
  connect = connect_5("a");
  connect.properties.add(PropertyId::kAuthenticationMethod, "SCRAM");
  id = clients.connect(connect);
  CHECK(clients.next<mqtt::Connack>(id).code == 0x8C);
  connect = with_will(connect_311("a"));
  connect.will->qos = 2;
  id = clients.connect(connect);
  CHECK(clients.received(id).empty());
  CHECK(!clients.closed(id).empty());
  CHECK(clients.broker().counts().sessions == 0);
}

TEST_CASE("a client without an identifier gets a unique one",
          "[mqtt][v3-3.1.3-6][v5-3.1.3-6][v5-3.1.3-7][v5-3.2.2-16]") {
  MqttClients clients;
  const auto first = clients.connect(connect_5(""));
  const auto second = clients.connect(connect_5(""));
  clients.connect(connect_311(""));
  const auto name = [&](mqtt::ConnectionId id) {
    return clients.next<mqtt::Connack>(id).properties.find(PropertyId::kAssignedClientId)->text;
  };
  CHECK(name(first) == "jobrig-1");
  CHECK(name(second) == "jobrig-2");
  CHECK(clients.broker().counts().sessions == 3);
}

TEST_CASE("a persistent session keeps its subscriptions and messages",
          "[mqtt][v3-3.1.2-4][v3-3.1.2-5][v3-3.2.2-2][v3-3.2.2-3][v3-4.1.0-1][v5-3.1.2-5][v5-3.1.2-6][v5-3.1.2-23]"
          "[v5-3.2.2-2][v5-3.2.2-3][v3-4.5.0-1]") {
  for (const bool is_5 : {false, true}) {
    MqttClients clients;
    const mqtt::Connect connect = is_5 ? connect_5("a", false, 600) : connect_311("a", false);
    const auto first = clients.connect(connect);
    CHECK(!clients.next<mqtt::Connack>(first).session_present);
    clients.send(first, subscribe_to("t"));
    clients.lose(first);
    clients.publish({"t", "kept", 1});
    clients.publish({"t", "not kept", 0});
    clients.wait(300s);
    const auto second = clients.connect(connect);
    CHECK(clients.next<mqtt::Connack>(second).session_present);
    CHECK(clients.messages(second) == std::vector<std::string>{"t kept"});
  }
}

TEST_CASE("a clean session starts without the old one and ends with its connection",
          "[mqtt][v3-3.1.2-6][v3-3.2.2-1][v5-3.1.2-4][v3-3.1.4-3][v5-3.1.4-4][v3-4.1.0-2]") {
  MqttClients clients;
  const auto first = clients.connect(connect_311("a", false));
  clients.send(first, subscribe_to("t"));
  clients.lose(first);
  CHECK(clients.broker().counts().sessions == 1);
  const auto second = clients.connect(connect_311("a", true));
  CHECK(!clients.next<mqtt::Connack>(second).session_present);
  clients.publish({"t", "x", 1});
  CHECK(clients.messages(second).empty());
  clients.lose(second);
  CHECK(clients.broker().counts().sessions == 0);
  CHECK(!clients.broker().next_due());
}

TEST_CASE("a session ends when its expiry interval has passed", "[mqtt][v5-3.1.2-23]") {
  MqttClients clients;
  clients.lose(clients.connect(connect_5("a", false, 10)));
  clients.wait(9s);
  CHECK(clients.broker().counts().sessions == 1);
  clients.wait(1s);
  CHECK(clients.broker().counts().sessions == 0);
}

TEST_CASE("the server lowers a session expiry above its limit and says so", "[mqtt]") {
  MqttClients clients;
  const auto id = clients.connect(connect_5("a", false, 0xFFFFFFFF));
  CHECK(clients.next<mqtt::Connack>(id).properties.number(PropertyId::kSessionExpiry, 0) == 3600);
  const auto other = clients.connect(connect_5("b", false, 3600));
  CHECK(clients.next<mqtt::Connack>(other).properties.find(PropertyId::kSessionExpiry) == nullptr);
}

TEST_CASE("DISCONNECT of MQTT 5.0 can change the session expiry, but not from 0", "[mqtt]") {
  MqttClients clients;
  mqtt::Notice disconnect;
  disconnect.properties.add(PropertyId::kSessionExpiry, 5);
  const auto first = clients.connect(connect_5("a", false, 600));
  clients.send(first, disconnect);
  clients.wait(5s);
  CHECK(clients.broker().counts().sessions == 0);
  const auto second = clients.connect(connect_5("b"));
  clients.next<mqtt::Connack>(second);
  clients.send(second, disconnect);
  CHECK(clients.next<mqtt::Notice>(second).code == 0x82);
}

TEST_CASE("a second connection with a client identifier closes the first one", "[mqtt][v3-3.1.4-2][v5-3.1.4-3]") {
  MqttClients clients;
  const auto first = clients.connect(connect_5("a"));
  clients.next<mqtt::Connack>(first);
  const auto old = clients.connect(connect_311("a"));
  CHECK(clients.next<mqtt::Notice>(first).code == 0x8E);
  CHECK(clients.closed(first) == "another connection uses the client identifier a");
  const auto last = clients.connect(connect_311("a"));
  CHECK(clients.next<mqtt::Connack>(old).code == 0);
  CHECK(clients.received(old).empty());
  CHECK(!clients.closed(old).empty());
  clients.send(old, mqtt::Ping{});  // bytes that were on their way
  CHECK(clients.closed(last).empty());
  CHECK(clients.broker().counts().connections == 1);
}

TEST_CASE("a take-over continues a persistent session", "[mqtt][v3-3.1.4-3]") {
  MqttClients clients;
  const auto first = clients.connect(connect_311("a", false));
  clients.send(first, subscribe_to("t"));
  const auto second = clients.connect(connect_311("a", false));
  CHECK(clients.next<mqtt::Connack>(second).session_present);
  clients.publish({"t", "x", 1});
  CHECK(clients.messages(second) == std::vector<std::string>{"t x"});
}

TEST_CASE("a client that is silent for one and a half times its keep-alive is disconnected",
          "[mqtt][v3-3.1.2-24][v5-3.1.2-22]") {
  MqttClients clients;
  const auto old = clients.connect(connect_311("a"));
  const auto recent = clients.connect(connect_5("b"));
  clients.next<mqtt::Connack>(recent);
  clients.wait(89s);
  clients.send(recent, mqtt::Ping{});
  CHECK(clients.next<mqtt::Ping>(recent).type == mqtt::PacketType::kPingresp);
  clients.wait(1s);
  CHECK_THAT(clients.closed(old), Catch::Contains("one and a half times the keep-alive [MQTT-3.1.2-24]"));
  CHECK(clients.closed(recent).empty());
  clients.wait(89s);
  CHECK(clients.next<mqtt::Notice>(recent).code == 0x8D);
  CHECK_THAT(clients.closed(recent), Catch::Contains("[MQTT-3.1.2-22]"));
}

TEST_CASE("keep-alives outside of 30 to 1200 seconds are adjusted", "[mqtt][v5-3.2.2-22]") {
  MqttClients clients;
  const auto adjusted = [&](std::uint16_t wanted) {
    mqtt::Connect connect = connect_5("a");
    connect.keep_alive = wanted;
    return clients.next<mqtt::Connack>(clients.connect(connect)).properties.number(PropertyId::kServerKeepAlive, 0);
  };
  CHECK(adjusted(0) == 1200);
  CHECK(adjusted(5) == 30);
  CHECK(adjusted(30) == 0);
  CHECK(adjusted(1200) == 0);
  CHECK(adjusted(1201) == 1200);
}

TEST_CASE("a connection without CONNECT is closed in time", "[mqtt]") {
  MqttClients clients;
  const auto id = clients.open();
  clients.send_bytes(id, test::octets("10"));
  clients.wait(30s);
  CHECK(clients.closed(id) == "packet, byte 0: no CONNECT was received in time");
}

TEST_CASE("a lost connection publishes the will, DISCONNECT does not",
          "[mqtt][v3-3.1.2-8][v3-3.1.2-10][v3-3.1.2-12][v3-3.14.4-3][v5-3.1.2-7][v5-3.1.2-8][v5-3.1.2-10][v5-3.14.4-3]"
          "[v3-3.1.2-16]") {
  MqttClients clients;
  const auto watcher = watcher_of(clients);
  for (const bool is_5 : {false, true}) {
    const mqtt::Connect connect = with_will(is_5 ? connect_5("a") : connect_311("a"));
    clients.lose(clients.connect(connect));
    CHECK(clients.messages(watcher) == std::vector<std::string>{"gone/a bye"});
    clients.send(clients.connect(connect), mqtt::Notice{});
    CHECK(clients.messages(watcher).empty());
    const auto silent = clients.connect(connect);
    clients.send(watcher, mqtt::Ping{});
    clients.wait(60s);
    clients.send(watcher, mqtt::Ping{});
    clients.wait(30s);
    CHECK(!clients.closed(silent).empty());
    CHECK(clients.messages(watcher) == std::vector<std::string>{"gone/a bye"});
    const auto broken = clients.connect(connect);
    clients.send_bytes(broken, test::octets("36"));
    CHECK(clients.messages(watcher) == std::vector<std::string>{"gone/a bye"});
  }
  const auto id = clients.connect(with_will(connect_5("a")));
  clients.send(id, mqtt::Notice{mqtt::PacketType::kDisconnect, 0x04, {}});
  CHECK(clients.messages(watcher) == std::vector<std::string>{"gone/a bye"});
}

TEST_CASE("a will waits for its delay, and a new connection takes it back", "[mqtt][v5-3.1.3-9]") {
  MqttClients clients;
  const auto watcher = watcher_of(clients);
  const mqtt::Connect connect = with_will(connect_5("a", false, 60), 10);
  clients.lose(clients.connect(connect));
  clients.wait(9s);
  CHECK(clients.messages(watcher).empty());
  const auto back = clients.connect(connect);
  clients.wait(10s);
  CHECK(clients.messages(watcher).empty());
  clients.lose(back);
  clients.wait(10s);
  CHECK(clients.messages(watcher) == std::vector<std::string>{"gone/a bye"});
}

TEST_CASE("a will is published at the latest when its session ends", "[mqtt][v5-3.1.2-8]") {
  MqttClients clients;
  const auto watcher = watcher_of(clients);
  clients.lose(clients.connect(with_will(connect_5("a", false, 5), 50)));
  clients.wait(5s);
  CHECK(clients.messages(watcher) == std::vector<std::string>{"gone/a bye"});
}

TEST_CASE("a client must accept packets of 128 bytes", "[mqtt][v5-3.1.2-24]") {
  MqttClients clients;
  mqtt::Connect connect = connect_5("");
  connect.properties.add(PropertyId::kMaximumPacketSize, 127);
  const auto refused = clients.connect(connect);
  CHECK(clients.next<mqtt::Connack>(refused).code == 0x95);
  CHECK(clients.closed(refused) == "CONNECT was refused: Packet too large");
  connect.properties.list.back().number = 128;
  CHECK(clients.next<mqtt::Connack>(clients.connect(connect)).code == 0);
}

TEST_CASE("more sessions than the limit are refused", "[mqtt]") {
  mqtt::BrokerSettings settings;
  settings.sessions = 2;
  MqttClients clients(settings);
  clients.connect(connect_311("a"));
  clients.connect(connect_311("b"));
  const auto third = clients.connect(connect_311("c"));
  CHECK(clients.next<mqtt::Connack>(third).code == 3);
  const auto again = clients.connect(connect_311("a"));
  CHECK(clients.next<mqtt::Connack>(again).code == 0);
}
