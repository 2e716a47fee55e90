// Messages with QoS 1 in flight and in the queues of sessions.
#include "support/catch.h"
#include "support/mqtt_clients.h"

using namespace jobrig;
using namespace std::chrono_literals;
using mqtt::PropertyId;
using test::connect_311;
using test::connect_5;
using test::MqttClients;
using test::puback;
using test::publish_to;
using Texts = std::vector<std::string>;

TEST_CASE("unacknowledged messages are sent again with DUP and their identifiers, in order",
          "[mqtt][v3-3.3.1-1][v5-3.3.1-1][v3-4.4.0-1][v5-4.4.0-1][v3-4.6.0-1][v5-4.6.0-1][v3-4.6.0-6][v3-2.3.1-3]"
          "[v3-4.3.2-1]") {
  MqttClients clients;
  const auto id = clients.subscriber(connect_311("a", false), "t");
  for (const char* const text : {"1", "2", "3"}) {
    clients.publish({"t", text, 1});
  }
  clients.send(id, puback(2));
  clients.lose(id);
  clients.publish({"t", "4", 1});
  const auto again = clients.connected(connect_311("other"));
  CHECK(clients.received(again).empty());
  const auto back = clients.connect(connect_311("a", false));
  clients.next<mqtt::Connack>(back);
  CHECK(clients.next<mqtt::Publish>(back) == mqtt::Publish{true, 1, false, "t", 1, {}, "1"});
  CHECK(clients.next<mqtt::Publish>(back) == mqtt::Publish{true, 1, false, "t", 3, {}, "3"});
  CHECK(clients.next<mqtt::Publish>(back) == mqtt::Publish{false, 1, false, "t", 4, {}, "4"});
  for (const std::uint16_t packet : std::vector<std::uint16_t>{1, 3, 4}) {
    clients.send(back, puback(packet));
  }
  clients.lose(back);
  CHECK(clients.messages(clients.connect(connect_311("a", false))).empty());
}

TEST_CASE("not more messages are in flight than the client accepts",
          "[mqtt][v5-3.3.4-9][v5-4.9.0-1][v5-4.9.0-2][v3-2.3.1-4][v5-2.2.1-4]") {
  MqttClients clients;
  mqtt::Connect connect = connect_5("a", false, 600);
  connect.properties.add(PropertyId::kReceiveMaximum, 2);
  const auto id = clients.subscriber(connect, "t");
  for (const char* const text : {"1", "2", "3", "4"}) {
    clients.publish({"t", text, 1});
  }
  clients.publish({"t", "0", 0});  // QoS 0 does not count
  CHECK(clients.messages(id) == Texts{"t 1", "t 2", "t 0"});
  clients.send(id, puback(9));  // of no message
  CHECK(clients.messages(id).empty());
  clients.send(id, puback(1));
  CHECK(clients.messages(id) == Texts{"t 3"});
  clients.lose(id);
  connect.properties.list.back().number = 1;
  const auto back = clients.connect(connect);
  CHECK(clients.messages(back) == Texts{"t 2"});
  clients.send(back, puback(2));
  CHECK(clients.next<mqtt::Publish>(back).packet_id == 3);
}

TEST_CASE("queues are bounded, and what does not fit is counted", "[mqtt]") {
  mqtt::BrokerSettings settings;
  settings.queued_messages = 2;
  settings.queued_bytes = 100;
  MqttClients clients(settings);
  clients.lose(clients.subscriber(connect_311("a", false), "t"));
  clients.lose(clients.subscriber(connect_311("b", false), "u"));
  for (const char* const text : {"1", "2", "3"}) {
    clients.publish({"t", text, 1});
  }
  clients.publish({"u", std::string(100, 'x'), 1});
  CHECK(clients.broker().counts().dropped == 2);
  CHECK(clients.messages(clients.connect(connect_311("a", false))) == Texts{"t 1", "t 2"});
}

TEST_CASE("a message above the packet size of the client is discarded", "[mqtt][v5-3.1.2-24][v5-3.1.2-25]") {
  MqttClients clients;
  mqtt::Connect connect = connect_5("a");
  connect.properties.add(PropertyId::kMaximumPacketSize, 128);
  const auto id = clients.subscriber(connect, "t");
  clients.publish({"t", std::string(128, 'x'), 1});
  clients.publish({"t", std::string(128, 'x'), 0});
  clients.publish({"t", "y", 1});
  CHECK(clients.messages(id) == Texts{"t y"});
  CHECK(clients.broker().counts().dropped == 2);
}

TEST_CASE("a message expires in the queue, or its interval becomes shorter", "[mqtt][v5-3.3.2-5][v5-3.3.2-6]") {
  MqttClients clients;
  const mqtt::Connect connect = connect_5("a", false, 600);
  clients.lose(clients.subscriber(connect, "t"));
  for (const std::uint32_t seconds : {10U, 30U}) {
    mqtt::Message message{"t", std::to_string(seconds), 1};
    message.properties.add(PropertyId::kMessageExpiry, seconds);
    clients.publish(message);
  }
  clients.wait(10s);
  const auto back = clients.connect(connect);
  clients.next<mqtt::Connack>(back);
  const auto publish = clients.next<mqtt::Publish>(back);
  CHECK(publish.payload == "30");
  CHECK(publish.properties.number(PropertyId::kMessageExpiry, 0) == 20);
  CHECK(clients.broker().counts().expired == 1);
}

TEST_CASE("messages of a topic arrive in the order in which they were sent", "[mqtt][v3-4.6.0-5][v3-4.6.0-2]") {
  MqttClients clients;
  const auto to = clients.subscriber(connect_311("to"), "t");
  const auto from = clients.connected(connect_311("from"));
  Texts expected;
  for (int i = 0; i < 50; ++i) {
    clients.send(from, publish_to("t", std::to_string(i), 1));
    expected.push_back("t " + std::to_string(i));
  }
  CHECK(clients.messages(to) == expected);
}
