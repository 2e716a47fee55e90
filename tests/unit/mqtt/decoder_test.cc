// The codec: packets of both versions from and to bytes. Breaches have their own tests (breaches_test.cc).
#include <stdexcept>

#include "mqtt/decoder.h"
#include "mqtt/encoder.h"
#include "support/catch.h"
#include "support/mqtt.h"

using namespace jobrig;
using mqtt::PropertyId;
using mqtt::Version;
using test::octets;

namespace {

// One packet of each type, with every field set.
std::vector<mqtt::Packet> all_packets(Version version) {
  const bool is_5 = version == Version::k5;
  mqtt::Properties user;
  if (is_5) {
    user.list.push_back({PropertyId::kUserProperty, 0, "name", "value"});
    user.list.push_back({PropertyId::kUserProperty, 0, "name", "again"});
  }
  mqtt::Connect connect{version, false, 60, "thermostat", {}, "user", std::string("pass\0word", 9), user};
  connect.will = mqtt::Will{"will/topic", "gone", 1, true, user};
  mqtt::Publish publish{true, 1, true, "a/b", 7, user, "payload"};
  mqtt::Subscribe subscribe{8, user, {{"a/+/#", 1, false, false, 0}, {"b", 0, is_5, is_5, std::uint8_t(is_5 ? 2 : 0)}}};
  if (is_5) {
    connect.properties.add(PropertyId::kSessionExpiry, 0xFFFFFFFF);
    connect.properties.add(PropertyId::kReceiveMaximum, 20);
    connect.will->properties.add(PropertyId::kWillDelay, 5);
    publish.properties.add(PropertyId::kTopicAlias, 3);
    publish.properties.add(PropertyId::kSubscriptionIdentifier, 268'435'455);
    publish.properties.add(PropertyId::kSubscriptionIdentifier, 128);
    publish.properties.add(PropertyId::kCorrelationData, std::string("\0\1", 2));
    subscribe.properties.add(PropertyId::kSubscriptionIdentifier, 16'384);
  }
  const std::uint8_t code = is_5 ? 0x87 : 0;
  std::vector<mqtt::Packet> packets{
      connect,
      mqtt::Connack{true, 0, user},
      mqtt::Connack{false, 5, {}},
      publish,
      mqtt::Publish{false, 0, false, "t", 0, {}, ""},
      mqtt::Ack{mqtt::PacketType::kPuback, 7, code, user},
      mqtt::Ack{mqtt::PacketType::kPubrec, 7, 0, {}},
      mqtt::Ack{mqtt::PacketType::kPubrel, 7, std::uint8_t(is_5 ? 0x92 : 0), {}},
      mqtt::Ack{mqtt::PacketType::kPubcomp, 65535, 0, user},
      subscribe,
      mqtt::SubscriptionAck{mqtt::PacketType::kSuback, 8, user, {0, 1, 2, 0x80}},
      mqtt::Unsubscribe{9, user, {"a/+/#", "b"}},
      mqtt::SubscriptionAck{mqtt::PacketType::kUnsuback, 9, user, {}},
      mqtt::Ping{mqtt::PacketType::kPingreq},
      mqtt::Ping{mqtt::PacketType::kPingresp},
      mqtt::Notice{mqtt::PacketType::kDisconnect, 0, {}},
  };
  if (is_5) {
    std::get<mqtt::Connack>(packets[2]).code = 0x8A;
    std::get<mqtt::SubscriptionAck>(packets[12]).codes = {0, 0x11};
    packets.push_back(mqtt::Notice{mqtt::PacketType::kDisconnect, 0x8E, user});
    packets.push_back(mqtt::Notice{mqtt::PacketType::kAuth, 0x18, user});
  }
  return packets;
}

std::string encode_all(const std::vector<mqtt::Packet>& packets, Version version) {
  std::string bytes;
  for (const mqtt::Packet& packet : packets) {
    mqtt::encode(packet, version, bytes);
  }
  return bytes;
}

}  // namespace

TEST_CASE("every packet type of both versions survives encoding and decoding", "[mqtt]") {
  for (const Version version : {Version::k311, Version::k5}) {
    const std::vector<mqtt::Packet> packets = all_packets(version);
    const test::MqttDecoded decoded = test::decode_mqtt(encode_all(packets, version), version);
    CHECK(!decoded.breach);
    CHECK(decoded.packets == packets);
  }
}

TEST_CASE("the pieces in which bytes arrive do not change the packets", "[mqtt]") {
  for (const Version version : {Version::k311, Version::k5}) {
    const std::vector<mqtt::Packet> packets = all_packets(version);
    const std::string bytes = encode_all(packets, version);
    for (const std::size_t piece : {1U, 2U, 3U, 7U, 64U}) {
      CHECK(test::decode_mqtt(bytes, version, piece).packets == packets);
    }
  }
}

TEST_CASE("the bytes of MQTT 3.1.1 packets are those of the specification",
          "[mqtt][v3-2.2.2-1][v3-2.3.1-5][v3-2.3.1-6][v3-2.3.1-7][v3-3.1.3-1][v3-3.3.2-1]") {
  const Version v = Version::k311;
  CHECK(mqtt::encode(mqtt::Connect{v, true, 10, "id", {}, {}, {}, {}}, v) ==
        octets("10 0e 0004 'MQTT' 04 02 000a 0002 'id'"));
  mqtt::Connect full{v, false, 60, "id", mqtt::Will{"w", "bye", 1, true, {}}, "me", "secret", {}};
  CHECK(mqtt::encode(full, v) ==
        octets("10 22 0004 'MQTT' 04 ec 003c 0002 'id' 0001 'w' 0003 'bye' 0002 'me' 0006 'secret'"));
  CHECK(mqtt::encode(mqtt::Connack{true, 0, {}}, v) == octets("20 02 01 00"));
  CHECK(mqtt::encode(mqtt::Publish{false, 0, false, "a/b", 0, {}, "hi"}, v) == octets("30 07 0003 'a/b' 'hi'"));
  CHECK(mqtt::encode(mqtt::Publish{true, 1, true, "a/b", 10, {}, "hi"}, v) == octets("3b 09 0003 'a/b' 000a 'hi'"));
  CHECK(mqtt::encode(mqtt::Ack{mqtt::PacketType::kPubrel, 10, 0, {}}, v) == octets("62 02 000a"));
  CHECK(mqtt::encode(mqtt::Subscribe{10, {}, {{"a/#", 1, false, false, 0}}}, v) == octets("82 08 000a 0003 'a/#' 01"));
  CHECK(mqtt::encode(mqtt::Unsubscribe{10, {}, {"a/#"}}, v) == octets("a2 07 000a 0003 'a/#'"));
  CHECK(mqtt::encode(mqtt::Ping{}, v) == octets("c0 00"));
  CHECK(mqtt::encode(mqtt::Notice{}, v) == octets("e0 00"));
}

TEST_CASE("the bytes of MQTT 5.0 packets are those of the specification",
          "[mqtt][v5-2.2.2-1][v5-2.2.1-2][v5-2.2.1-5][v5-2.2.1-6][v5-3.1.3-1][v5-3.3.2-1]") {
  const Version v = Version::k5;
  mqtt::Connect connect{v, true, 10, "id", {}, {}, {}, {}};
  CHECK(mqtt::encode(connect, v) == octets("10 0f 0004 'MQTT' 05 02 000a 00 0002 'id'"));
  connect.properties.add(PropertyId::kSessionExpiry, 10);
  CHECK(mqtt::encode(connect, v) == octets("10 14 0004 'MQTT' 05 02 000a 05 11 0000000a 0002 'id'"));
  CHECK(mqtt::encode(mqtt::Publish{false, 0, false, "a/b", 0, {}, "hi"}, v) == octets("30 08 0003 'a/b' 00 'hi'"));
  CHECK(mqtt::encode(mqtt::Ack{mqtt::PacketType::kPuback, 10, 0, {}}, v) == octets("40 02 000a"));
  CHECK(mqtt::encode(mqtt::Ack{mqtt::PacketType::kPuback, 10, 0x10, {}}, v) == octets("40 03 000a 10"));
  CHECK(mqtt::encode(mqtt::Notice{mqtt::PacketType::kDisconnect, 0x8e, {}}, v) == octets("e0 01 8e"));
  CHECK(mqtt::encode(mqtt::Subscribe{10, {}, {{"a", 1, true, true, 2}}}, v) == octets("82 07 000a 00 0001 'a' 2d"));
}

TEST_CASE("a remaining length has one to four bytes", "[mqtt]") {
  mqtt::Limits wide;
  wide.packet = 1'000'000;
  for (const std::size_t size : {0U, 124U, 125U, 16'380U, 16'381U, 200'000U}) {
    const mqtt::Publish publish{false, 0, false, "t", 0, {}, std::string(size, 'x')};
    const std::string bytes = mqtt::encode(publish, Version::k311);
    const test::MqttDecoded decoded = test::decode_mqtt(bytes, Version::k311, 0, wide);
    REQUIRE(decoded.packets.size() == 1);
    CHECK(decoded.packets[0] == mqtt::Packet(publish));
  }
}

TEST_CASE("a byte order mark in a string is kept", "[mqtt][v3-1.5.3-3][v5-1.5.4-3]") {
  const test::MqttDecoded decoded = test::decode_mqtt(octets("30 06 0004 efbbbf 'a'"), Version::k311);
  REQUIRE(decoded.packets.size() == 1);
  CHECK(std::get<mqtt::Publish>(decoded.packets[0]).topic == "\xEF\xBB\xBF\x61");
}

TEST_CASE("CONNECT sets the version of the packets behind it", "[mqtt]") {
  const std::string bytes = octets("10 0f 0004 'MQTT' 05 02 000a 00 0002 'id' 30 06 0003 'a/b' 00");
  const test::MqttDecoded decoded = test::decode_mqtt(bytes, Version::k311);
  REQUIRE(decoded.packets.size() == 2);
  CHECK(std::get<mqtt::Publish>(decoded.packets[1]).payload.empty());
}

TEST_CASE("an acknowledgment of MQTT 5.0 may omit its code and properties", "[mqtt]") {
  const mqtt::Packet bare = mqtt::Ack{mqtt::PacketType::kPuback, 10, 0, {}};
  for (const char* const bytes : {"40 02 000a", "40 03 000a 00", "40 04 000a 00 00"}) {
    const test::MqttDecoded decoded = test::decode_mqtt(octets(bytes), Version::k5);
    REQUIRE(decoded.packets.size() == 1);
    CHECK(decoded.packets[0] == bare);
  }
}

TEST_CASE("a decoder keeps only the bytes of the unfinished packet", "[mqtt]") {
  mqtt::Decoder decoder;
  for (int i = 0; i < 1000; ++i) {
    decoder.feed(octets("c0 00 c0"));
    CHECK(decoder.next().packet.has_value());
    CHECK(!decoder.next().packet);
    CHECK(decoder.buffered() == 1);
    decoder.feed(octets("00"));
    CHECK(decoder.next().packet.has_value());
    CHECK(decoder.buffered() == 0);
  }
}

TEST_CASE("a string that does not fit its length is not encoded", "[mqtt]") {
  const mqtt::Publish publish{false, 0, false, std::string(65'536, 't'), 0, {}, ""};
  CHECK_THROWS_AS(mqtt::encode(publish, Version::k311), std::length_error);
}
