// PUBLISH, SUBSCRIBE, UNSUBSCRIBE, PING and DISCONNECT of connected clients, and the queues of their sessions.
#include "support/catch.h"
#include "support/mqtt.h"
#include "support/mqtt_clients.h"

using namespace jobrig;
using namespace std::chrono_literals;
using mqtt::PropertyId;
using test::connect_311;
using test::connect_5;
using test::MqttClients;
using test::puback;
using test::publish_to;
using test::subscribe_to;

using Texts = std::vector<std::string>;

namespace {

mqtt::Publish with_number(mqtt::Publish publish, PropertyId id, std::uint32_t number) {
  publish.properties.add(id, number);
  return publish;
}

}  // namespace

TEST_CASE("a message reaches the subscribers of its topic and nobody else", "[mqtt][v3-3.3.2-3][v5-3.3.2-3]") {
  MqttClients clients;
  const auto all = clients.subscriber(connect_311("all"), "#");
  const auto one = clients.subscriber(connect_5("one"), "a/+/c");
  const auto other = clients.subscriber(connect_311("other"), "a/b");
  const auto from = clients.connected(connect_311("from"));
  clients.send(from, publish_to("a/b/c", "x"));
  CHECK(clients.messages(all) == Texts{"a/b/c x"});
  CHECK(clients.messages(one) == Texts{"a/b/c x"});
  CHECK(clients.messages(other).empty());
  CHECK(clients.messages(from).empty());
}

TEST_CASE("wildcards at the start do not match topics of the service", "[mqtt][v3-4.7.2-1][v5-4.7.2-1]") {
  MqttClients clients;
  const auto all = clients.subscriber(connect_311("all"), "#");
  const auto plus = clients.subscriber(connect_311("plus"), "+/x");
  const auto reserved = clients.subscriber(connect_311("reserved"), "$aws/#");
  clients.publish({"$aws/x", "1", 0});
  CHECK(clients.messages(all).empty());
  CHECK(clients.messages(plus).empty());
  CHECK(clients.messages(reserved) == Texts{"$aws/x 1"});
}

TEST_CASE("QoS is the lower one of the message and the subscription",
          "[mqtt][v3-3.8.4-6][v3-3.3.4-1][v5-3.3.4-1][v3-4.3.2-2][v5-4.3.2-4][v5-3.8.4-8]") {
  MqttClients clients;
  const auto zero = clients.subscriber(connect_311("zero"), "t", 0);
  const auto one = clients.subscriber(connect_311("one"), "t", 1);
  const auto from = clients.connected(connect_311("from"));
  clients.send(from, publish_to("t", "x", 1));
  CHECK(clients.next<mqtt::Ack>(from) == puback(77));
  CHECK(clients.next<mqtt::Publish>(zero) == publish_to("t", "x"));
  const auto publish = clients.next<mqtt::Publish>(one);
  CHECK(publish.qos == 1);
  CHECK(publish.packet_id == 1);
  CHECK(!publish.dup);
  clients.send(from, publish_to("t", "x", 0));
  CHECK(clients.next<mqtt::Publish>(one).qos == 0);
  CHECK(clients.received(from).empty());
}

TEST_CASE("DUP and RETAIN of a received message are not forwarded",
          "[mqtt][v3-3.3.1-3][v5-3.3.1-3][v3-3.3.1-9][v3-3.3.1-12][v5-3.3.1-12]") {
  MqttClients clients;
  const auto id = clients.subscriber(connect_311("a"), "t");
  mqtt::Publish publish = publish_to("t", "x", 1);
  publish.dup = true;
  publish.retain = true;
  clients.send(clients.connected(connect_311("from")), publish);
  const auto forwarded = clients.next<mqtt::Publish>(id);
  CHECK(!forwarded.dup);
  CHECK(!forwarded.retain);
}

TEST_CASE("Retain As Published keeps the RETAIN flag of a message of the service", "[mqtt][v5-3.3.1-13]") {
  MqttClients clients;
  const auto id = clients.connected(connect_5("a"));
  clients.send(id, mqtt::Subscribe{1, {}, {{"t", 0, false, true, 0}}});
  clients.received(id);
  clients.publish({"t", "x", 0, true});
  CHECK(clients.next<mqtt::Publish>(id).retain);
}

TEST_CASE("a session with several matching subscriptions gets a message once",
          "[mqtt][v3-3.3.5-1][v5-3.3.4-2][v5-3.3.4-3][v5-3.3.4-4]") {
  MqttClients clients;
  const auto id = clients.connected(connect_5("a"));
  mqtt::Subscribe subscribe{1, {}, {{"t/#", 0, false, false, 0}}};
  subscribe.properties.add(PropertyId::kSubscriptionIdentifier, 7);
  clients.send(id, subscribe);
  mqtt::Subscribe second{2, {}, {{"t/+", 1, false, false, 0}}};
  second.properties.add(PropertyId::kSubscriptionIdentifier, 8);
  clients.send(id, second);
  clients.received(id);
  clients.publish({"t/x", "1", 1});
  const auto publish = clients.next<mqtt::Publish>(id);
  CHECK(publish.qos == 1);
  REQUIRE(publish.properties.list.size() == 2);
  CHECK(publish.properties.list[0].number + publish.properties.list[1].number == 15);
  CHECK(clients.received(id).empty());
}

TEST_CASE("No Local excludes the own messages", "[mqtt][v5-3.8.3-3]") {
  MqttClients clients;
  const auto id = clients.connected(connect_5("a"));
  clients.send(id, mqtt::Subscribe{1, {}, {{"t", 0, true, false, 0}}});
  const auto other = clients.connected(connect_5("b"));
  clients.send(id, publish_to("t", "own"));
  clients.send(other, publish_to("t", "foreign"));
  CHECK(clients.messages(id) == Texts{"t foreign"});
}

TEST_CASE("SUBACK has one code per filter, in order",
          "[mqtt][v3-3.8.4-1][v3-3.8.4-2][v3-3.8.4-4][v3-3.8.4-5][v3-3.9.3-1][v5-3.8.4-1][v5-3.8.4-2][v5-3.8.4-5]"
          "[v5-3.8.4-6][v5-3.8.4-7][v5-3.9.3-1][v5-3.2.2-10]") {
  mqtt::BrokerSettings settings;
  settings.subscriptions = 3;
  MqttClients clients(settings);
  const mqtt::Subscribe subscribe{
      9,
      {},
      {{"a", 0, false, false, 0}, {"b", 1, false, false, 0}, {"c", 2, false, false, 0}, {"d", 0, false, false, 0}}};
  const auto old = clients.connected(connect_311("a"));
  clients.send(old, subscribe);
  CHECK(clients.next<mqtt::SubscriptionAck>(old) ==
        mqtt::SubscriptionAck{mqtt::PacketType::kSuback, 9, {}, {0, 1, 1, 0x80}});
  const auto recent = clients.connected(connect_5("b"));
  clients.send(recent, subscribe);
  CHECK(clients.next<mqtt::SubscriptionAck>(recent).codes == std::vector<std::uint8_t>{0, 1, 1, 0x97});
  clients.send(recent, subscribe_to("$share/g/t"));
  CHECK(clients.next<mqtt::SubscriptionAck>(recent).codes == std::vector<std::uint8_t>{0x9E});
}

TEST_CASE("a subscription to the same filter replaces the old one", "[mqtt][v3-3.8.4-3][v5-3.8.4-3]") {
  MqttClients clients;
  const auto id = clients.subscriber(connect_311("a"), "t", 1);
  clients.send(id, subscribe_to("t", 0));
  clients.received(id);
  clients.publish({"t", "x", 1});
  CHECK(clients.next<mqtt::Publish>(id).qos == 0);
  CHECK(clients.received(id).empty());
}

TEST_CASE("UNSUBSCRIBE ends a subscription and is always acknowledged",
          "[mqtt][v3-3.10.4-1][v3-3.10.4-2][v3-3.10.4-4][v3-3.10.4-5][v3-3.10.4-6][v5-3.10.4-1][v5-3.10.4-2]"
          "[v5-3.10.4-4][v5-3.10.4-5][v5-3.10.4-6][v5-3.11.3-1][v5-3.11.3-2]") {
  MqttClients clients;
  const auto id = clients.subscriber(connect_5("a"), "t/+");
  clients.send(id, mqtt::Unsubscribe{5, {}, {"t/#", "t/+"}});
  CHECK(clients.next<mqtt::SubscriptionAck>(id) ==
        mqtt::SubscriptionAck{mqtt::PacketType::kUnsuback, 5, {}, {0x11, 0}});
  clients.publish({"t/x", "1", 1});
  CHECK(clients.messages(id).empty());
  const auto old = clients.subscriber(connect_311("b"), "t");
  clients.send(old, mqtt::Unsubscribe{6, {}, {"t", "t"}});
  CHECK(clients.next<mqtt::SubscriptionAck>(old) == mqtt::SubscriptionAck{mqtt::PacketType::kUnsuback, 6, {}, {}});
}

TEST_CASE("messages in flight are still delivered after UNSUBSCRIBE", "[mqtt][v3-3.10.4-3][v5-3.10.4-3]") {
  MqttClients clients;
  const auto id = clients.subscriber(connect_311("a", false), "t");
  clients.publish({"t", "x", 1});
  clients.send(id, mqtt::Unsubscribe{5, {}, {"t"}});
  clients.lose(id);
  CHECK(clients.messages(clients.connect(connect_311("a", false))) == Texts{"t x"});
}

TEST_CASE("PINGREQ is answered, and DISCONNECT closes the connection",
          "[mqtt][v3-3.12.4-1][v5-3.12.4-1][v3-3.14.4-1][v3-3.14.4-2]") {
  MqttClients clients;
  const auto id = clients.connected(connect_311("a"));
  clients.send(id, mqtt::Ping{});
  CHECK(clients.next<mqtt::Ping>(id).type == mqtt::PacketType::kPingresp);
  clients.send(id, mqtt::Notice{});
  CHECK(clients.closed(id) == "the client sent DISCONNECT");
  clients.send(id, mqtt::Ping{});
  CHECK(clients.received(id).empty());
}

TEST_CASE("packets that only servers send, and AUTH without a method, close the connection", "[mqtt][v5-4.12.0-7]") {
  MqttClients clients;
  for (const mqtt::Packet& packet :
       std::vector<mqtt::Packet>{mqtt::Connack{}, mqtt::SubscriptionAck{mqtt::PacketType::kSuback, 1, {}, {0}},
                                 mqtt::Ping{mqtt::PacketType::kPingresp}}) {
    const auto id = clients.connected(connect_311("a"));
    clients.send(id, packet);
    CHECK_THAT(clients.closed(id), Catch::Contains("only servers send this packet type"));
  }
  const auto id = clients.connected(connect_5("b"));
  clients.send(id, mqtt::Notice{mqtt::PacketType::kAuth, 0x19, {}});
  CHECK(clients.next<mqtt::Notice>(id).code == 0x82);
  CHECK_THAT(clients.closed(id), Catch::Contains("[MQTT-4.12.0-7]"));
}

TEST_CASE("QoS 2 and, in MQTT 5.0, retained messages close the connection",
          "[mqtt][v5-3.2.2-9][v5-3.2.2-11][v5-3.2.2-14]") {
  MqttClients clients;
  const auto old = clients.connected(connect_311("a"));
  clients.send(old, publish_to("t", "x", 2));
  CHECK(clients.closed(old) == "PUBLISH, byte 0: the server does not support QoS 2");
  const auto recent = clients.connected(connect_5("b"));
  clients.send(recent, publish_to("t", "x", 2));
  CHECK(clients.next<mqtt::Notice>(recent).code == 0x9B);
  const auto retaining = clients.connected(connect_5("c"));
  mqtt::Publish publish = publish_to("t", "x");
  publish.retain = true;
  clients.send(retaining, publish);
  CHECK(clients.next<mqtt::Notice>(retaining).code == 0x9A);
}

TEST_CASE("packets of QoS 2 that belong to no message end their exchange", "[mqtt]") {
  MqttClients clients;
  const auto id = clients.connected(connect_5("a"));
  clients.send(id, mqtt::Ack{mqtt::PacketType::kPubrel, 5, 0, {}});
  CHECK(clients.next<mqtt::Ack>(id) == mqtt::Ack{mqtt::PacketType::kPubcomp, 5, 0x92, {}});
  clients.send(id, mqtt::Ack{mqtt::PacketType::kPubrec, 6, 0, {}});
  CHECK(clients.next<mqtt::Ack>(id) == mqtt::Ack{mqtt::PacketType::kPubrel, 6, 0x92, {}});
}

TEST_CASE("a topic alias stands for the topic of this connection",
          "[mqtt][v5-3.3.2-7][v5-3.3.2-9][v5-3.3.2-12][v5-3.2.2-17][v5-3.1.2-26][v5-3.1.2-27]") {
  MqttClients clients;
  const auto to = clients.subscriber(connect_5("to"), "#");
  const auto from = clients.connected(connect_5("from"));
  clients.send(from, with_number(publish_to("a", "1"), PropertyId::kTopicAlias, 8));
  clients.send(from, with_number(publish_to("", "2"), PropertyId::kTopicAlias, 8));
  clients.send(from, with_number(publish_to("b", "3"), PropertyId::kTopicAlias, 8));
  clients.send(from, with_number(publish_to("", "4"), PropertyId::kTopicAlias, 8));
  CHECK(clients.next<mqtt::Publish>(to) == publish_to("a", "1"));  // without the alias
  CHECK(clients.messages(to) == Texts{"a 2", "b 3", "b 4"});
  clients.send(from, with_number(publish_to("a", "5"), PropertyId::kTopicAlias, 9));
  CHECK(clients.next<mqtt::Notice>(from).code == 0x94);
  const auto again = clients.connected(connect_5("from"));
  clients.send(again, with_number(publish_to("", "6"), PropertyId::kTopicAlias, 8));
  CHECK(clients.next<mqtt::Notice>(again).code == 0x82);
  CHECK(clients.messages(to).empty());
}

TEST_CASE("a client must not publish with a subscription identifier", "[mqtt][v5-3.3.4-6]") {
  MqttClients clients;
  const auto id = clients.connected(connect_5("a"));
  clients.send(id, with_number(publish_to("t", "x"), PropertyId::kSubscriptionIdentifier, 1));
  CHECK(clients.next<mqtt::Notice>(id).code == 0x82);
  CHECK_THAT(clients.closed(id), Catch::Contains("[MQTT-3.3.4-6]"));
}

TEST_CASE("the properties of a message are forwarded unchanged and in order",
          "[mqtt][v5-3.3.2-4][v5-3.3.2-15][v5-3.3.2-16][v5-3.3.2-17][v5-3.3.2-18][v5-3.3.2-20]") {
  MqttClients clients;
  const auto to = clients.subscriber(connect_5("to"), "t");
  mqtt::Publish publish = publish_to("t", "x");
  publish.properties.list.push_back({PropertyId::kUserProperty, 0, "b", "1"});
  publish.properties.add(PropertyId::kPayloadFormat, 1);
  publish.properties.list.push_back({PropertyId::kUserProperty, 0, "a", "2"});
  publish.properties.add(PropertyId::kContentType, "application/json");
  publish.properties.add(PropertyId::kResponseTopic, "r");
  publish.properties.add(PropertyId::kCorrelationData, "c");
  clients.send(clients.connected(connect_5("from")), publish);
  CHECK(clients.next<mqtt::Publish>(to) == publish);
}

TEST_CASE("PUBACK of MQTT 5.0 says that nobody subscribed", "[mqtt][v5-3.4.2-1]") {
  MqttClients clients;
  const auto id = clients.connected(connect_5("a"));
  clients.send(id, publish_to("t", "x", 1));
  CHECK(clients.next<mqtt::Ack>(id).code == 0x10);
}

TEST_CASE("messages for the service become requests", "[mqtt]") {
  mqtt::BrokerSettings settings;
  settings.is_request = [](std::string_view topic) { return topic.starts_with("$aws/"); };
  MqttClients clients(settings);
  const auto id = clients.connected(connect_5("a"));
  clients.send(id, publish_to("$aws/things/t/jobs/get", "{}", 1));
  clients.send(id, publish_to("elsewhere", "{}"));
  CHECK(clients.next<mqtt::Ack>(id).code == 0);
  const auto requests = clients.requests();
  REQUIRE(requests.size() == 1);
  CHECK(requests[0].client_id == "a");
  CHECK(requests[0].connection == id);
  CHECK(requests[0].publish == publish_to("$aws/things/t/jobs/get", "{}", 1));
}

TEST_CASE("ten thousand idle sessions do not slow down a message", "[mqtt]") {
  MqttClients clients;
  for (int i = 0; i < 10'000; ++i) {
    const std::string name = "thing-" + std::to_string(i);
    clients.connect(connect_311(name));
    clients.send(static_cast<mqtt::ConnectionId>(i + 1), subscribe_to("$aws/things/" + name + "/jobs/#"));
  }
  clients.publish({"$aws/things/thing-77/jobs/notify", "{}", 1});
  CHECK(clients.messages(78) == Texts{"$aws/things/thing-77/jobs/notify {}"});
  CHECK(clients.broker().counts().sessions == 10'000);
}
