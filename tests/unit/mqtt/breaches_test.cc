// What the decoder refuses, with the packet, the byte and the normative statement.
#include "mqtt/decoder.h"
#include "support/catch.h"
#include "support/mqtt.h"

using namespace jobrig;
using mqtt::Version;
using test::mqtt_breach;
using test::mqtt_packet;
using test::mqtt_text;
using test::octets;

namespace {

// The contents of a CONNECT up to the keep-alive.
std::string connect_start(unsigned level, unsigned flags) {
  std::string contents = octets("0004 'MQTT'");
  contents += static_cast<char>(level);
  contents += static_cast<char>(flags);
  return contents + octets("000a");
}

std::string breach_311(std::string_view hex) { return mqtt_breach(octets(hex), Version::k311); }
std::string breach_5(std::string_view hex) { return mqtt_breach(octets(hex), Version::k5); }

}  // namespace

TEST_CASE("packets with a reserved type are refused at their first byte", "[mqtt]") {
  CHECK(breach_311("00") == "packet, byte 0: the packet type 0 is reserved");
  CHECK(breach_311("f0") == "AUTH, byte 0: MQTT 3.1.1 has no packet type 15");
  CHECK(breach_5("f0").empty());
}

TEST_CASE("invalid flags in the first byte are refused",
          "[mqtt][v3-2.2.2-2][v5-2.1.3-1][v3-3.6.1-1][v5-3.6.1-1][v3-3.8.1-1][v5-3.8.1-1][v3-3.10.1-1]"
          "[v5-3.10.1-1][v3-3.14.1-1][v5-3.14.1-1][v5-3.15.1-1]") {
  CHECK(breach_311("11") ==
        "CONNECT, byte 0: the flags in the first byte are not those of the packet type [MQTT-2.2.2-2]");
  CHECK(breach_5("11") ==
        "CONNECT, byte 0: the flags in the first byte are not those of the packet type [MQTT-2.1.3-1]");
  for (const char* const first :
       {"21", "41", "51", "60", "63", "70 00 72", "80", "83", "91", "a0", "b1", "c1", "d1", "e1"}) {
    CAPTURE(first);
    CHECK(!breach_311(first).empty());
  }
}

TEST_CASE("PUBLISH with QoS 3 or with DUP and QoS 0 is refused",
          "[mqtt][v3-3.3.1-2][v5-3.3.1-2][v3-3.3.1-4][v5-3.3.1-4][v3-4.3.1-1][v5-4.3.1-1]") {
  CHECK(breach_311("36") == "PUBLISH, byte 0: the QoS of PUBLISH is 3 [MQTT-3.3.1-4]");
  CHECK(breach_5("38") == "PUBLISH, byte 0: DUP must be 0 with QoS 0 [MQTT-3.3.1-2]");
}

TEST_CASE("a remaining length of five bytes or with an unneeded byte is refused", "[mqtt][v5-1.5.5-1]") {
  CHECK(breach_311("c0 ff ff ff ff") ==
        "PINGREQ, byte 1: the remaining length must have at most four bytes and no unneeded byte");
  CHECK(breach_5("c0 80 00") ==
        "PINGREQ, byte 1: the remaining length must have at most four bytes and no unneeded byte [MQTT-1.5.5-1]");
}

TEST_CASE("a packet above the limit is refused before its contents arrive", "[mqtt][v5-3.2.2-15]") {
  mqtt::Limits limits;
  limits.packet = 100;
  CHECK(mqtt_breach(octets("30 62"), Version::k5, limits).empty());
  CHECK(mqtt_breach(octets("30 63"), Version::k5, limits) ==
        "PUBLISH, byte 1: the packet is larger than the server accepts [MQTT-3.2.2-15]");
}

TEST_CASE("a packet that ends inside a field or goes on behind the last one is refused", "[mqtt]") {
  CHECK(breach_311("30 03 0002 'a'") == "PUBLISH, byte 5: the packet ends inside a field");
  CHECK(breach_311("40 01 00") == "PUBACK, byte 3: the packet ends inside a field");
  CHECK(breach_311("40 03 0001 00") == "PUBACK, byte 4: the packet has bytes after its last field");
  CHECK(breach_311("c0 01 00") == "PINGREQ, byte 2: the packet has bytes after its last field");
  CHECK(breach_311("e0 01 00") == "DISCONNECT, byte 2: the packet has bytes after its last field");
  CHECK(breach_311("b0 03 0001 00") == "UNSUBACK, byte 4: the packet has bytes after its last field");
}

TEST_CASE("ill-formed UTF-8 and U+0000 are refused wherever a string is",
          "[mqtt][v3-1.5.3-1][v3-1.5.3-2][v5-1.5.4-1][v5-1.5.4-2][v5-1.5.7-1][v3-4.7.3-2][v5-4.7.3-2]"
          "[v3-3.8.3-1][v5-3.8.3-1][v3-3.10.3-1][v5-3.10.3-1][v3-3.1.3-4][v5-3.1.3-4][v3-3.1.3-10]"
          "[v3-3.1.3-11][v5-3.1.3-11][v5-3.1.3-12][v5-3.3.2-13][v5-3.3.2-19]") {
  CHECK(breach_311("30 04 0002 'a' ff") == "PUBLISH, byte 5: a string is not valid UTF-8 [MQTT-1.5.3-1]");
  CHECK(breach_5("30 04 0002 'a' 00") == "PUBLISH, byte 5: a string contains U+0000 [MQTT-1.5.4-2]");
  const std::string surrogate = octets("0003 eda080");
  const std::string id = mqtt_text("id");
  for (const std::string& bytes : {
           mqtt_packet(0x10, connect_start(4, 0x02) + surrogate),                       // client identifier
           mqtt_packet(0x10, connect_start(4, 0x06) + id + surrogate + mqtt_text("")),  // will topic
           mqtt_packet(0x10, connect_start(4, 0x82) + id + surrogate),                  // user name
           mqtt_packet(0x82, octets("0001") + surrogate + octets("00")),                // filter
           mqtt_packet(0xa2, octets("0001") + surrogate),                               // filter
       }) {
    CHECK_THAT(mqtt_breach(bytes, Version::k311), Catch::Contains("not valid UTF-8 [MQTT-1.5.3-1]"));
  }
  for (const char* const property : {"03", "08", "26 0001 'n'"}) {  // content type, response topic, value of a pair
    const std::string list = octets(property) + surrogate;
    const std::string bytes = mqtt_packet(0x30, mqtt_text("t") + static_cast<char>(list.size()) + list);
    CHECK_THAT(mqtt_breach(bytes, Version::k5), Catch::Contains("not valid UTF-8 [MQTT-1.5.4-1]"));
  }
}

TEST_CASE("payloads, passwords and wills may have any bytes", "[mqtt]") {
  CHECK(mqtt_breach(mqtt_packet(0x30, mqtt_text("t") + octets("00 ff ed a0")), Version::k311).empty());
  CHECK(mqtt_breach(mqtt_packet(0x10, connect_start(4, 0xc6) + mqtt_text("id") + mqtt_text("w") + octets("0001 ff") +
                                          mqtt_text("me") + octets("0002 00ff")),
                    Version::k311)
            .empty());
}

TEST_CASE("a packet identifier of 0 is refused", "[mqtt][v3-2.3.1-1][v5-2.2.1-3]") {
  CHECK(breach_311("32 05 0001 't' 0000") == "PUBLISH, byte 5: the packet identifier is 0 [MQTT-2.3.1-1]");
  CHECK(breach_5("82 07 0000 00 0001 'a' 00") == "SUBSCRIBE, byte 2: the packet identifier is 0 [MQTT-2.2.1-3]");
  CHECK(!breach_311("a2 05 0000 0001 'a'").empty());
  CHECK(!breach_311("40 02 0000").empty());
}

TEST_CASE("CONNECT with another protocol name or level is refused",
          "[mqtt][v3-3.1.2-1][v5-3.1.2-1][v3-3.1.2-2][v5-3.1.2-2]") {
  CHECK(breach_311("10 0c 0004 'HTTP' 04 02 000a 0000") ==
        "CONNECT, byte 2: the protocol name is not MQTT [MQTT-3.1.2-1]");
  for (const char* const level : {"00", "03", "06", "84"}) {
    CHECK_THAT(breach_311("10 0c 0004 'MQTT' " + std::string(level) + " 02 000a 0000"),
               Catch::Contains("byte 8: the protocol level is neither 4 (MQTT 3.1.1) nor 5 (MQTT 5.0) [MQTT-3.1.2-2]"));
  }
  CHECK_THAT(breach_311("10 10 0006 'MQIsdp' 03 02 000a 0002 'id'"), Catch::Contains("[MQTT-3.1.2-2]"));
}

TEST_CASE("CONNECT with inconsistent flags is refused",
          "[mqtt][v3-3.1.2-3][v5-3.1.2-3][v3-3.1.2-11][v3-3.1.2-13][v5-3.1.2-11][v3-3.1.2-14][v5-3.1.2-12]"
          "[v3-3.1.2-15][v5-3.1.2-13][v3-3.1.2-22]") {
  const std::string id = mqtt_text("id");
  const auto of_311 = [&](unsigned flags) {
    return mqtt_breach(mqtt_packet(0x10, connect_start(4, flags) + id), Version::k311);
  };
  CHECK_THAT(of_311(0x03), Catch::Contains("byte 9: the reserved flag of CONNECT is not 0 [MQTT-3.1.2-3]"));
  CHECK_THAT(of_311(0x0a), Catch::Contains("the will QoS must be 0 without a will [MQTT-3.1.2-13]"));
  CHECK_THAT(of_311(0x1e), Catch::Contains("the will QoS is 3 [MQTT-3.1.2-14]"));
  CHECK_THAT(of_311(0x22), Catch::Contains("the will retain flag must be 0 without a will [MQTT-3.1.2-15]"));
  CHECK_THAT(of_311(0x42), Catch::Contains("a password needs a user name in MQTT 3.1.1 [MQTT-3.1.2-22]"));
  const std::string only_password = mqtt_packet(0x10, connect_start(5, 0x42) + octets("00") + id + mqtt_text("secret"));
  CHECK(mqtt_breach(only_password, Version::k311).empty());
}

TEST_CASE("CONNECT without the fields that its flags promise is refused",
          "[mqtt][v3-3.1.2-9][v5-3.1.2-9][v3-3.1.2-18][v5-3.1.2-16][v3-3.1.2-19][v5-3.1.2-17][v3-3.1.2-20]"
          "[v5-3.1.2-18][v3-3.1.2-21][v5-3.1.2-19][v3-3.1.3-3][v5-3.1.3-3]") {
  const std::string id = mqtt_text("id");
  CHECK(!mqtt_breach(mqtt_packet(0x10, connect_start(4, 0x02)), Version::k311).empty());
  CHECK(!mqtt_breach(mqtt_packet(0x10, connect_start(4, 0x06) + id), Version::k311).empty());
  CHECK(!mqtt_breach(mqtt_packet(0x10, connect_start(4, 0x82) + id), Version::k311).empty());
  CHECK(!mqtt_breach(mqtt_packet(0x10, connect_start(4, 0xc2) + id + mqtt_text("me")), Version::k311).empty());
  CHECK_THAT(mqtt_breach(mqtt_packet(0x10, connect_start(4, 0x02) + id + mqtt_text("me")), Version::k311),
             Catch::Contains("the packet has bytes after its last field"));
}

TEST_CASE("an empty client identifier needs a clean session in MQTT 3.1.1",
          "[mqtt][v3-3.1.3-6][v3-3.1.3-7][v3-3.1.3-8][v5-3.1.3-6]") {
  const std::string empty = mqtt_text("");
  CHECK(mqtt_breach(mqtt_packet(0x10, connect_start(4, 0x02) + empty), Version::k311).empty());
  CHECK_THAT(mqtt_breach(mqtt_packet(0x10, connect_start(4, 0x00) + empty), Version::k311),
             Catch::Contains("an empty client identifier needs a clean session [MQTT-3.1.3-8]"));
  CHECK(mqtt_breach(mqtt_packet(0x10, connect_start(5, 0x00) + octets("00") + empty), Version::k311).empty());
}

TEST_CASE("client identifiers of 1 to 128 bytes are accepted",
          "[mqtt][v3-3.1.3-5][v5-3.1.3-5][v3-3.1.3-9][v5-3.1.3-8]") {
  for (const std::size_t size : {1U, 23U, 128U}) {
    CHECK(
        mqtt_breach(mqtt_packet(0x10, connect_start(4, 2) + mqtt_text(std::string(size, 'x'))), Version::k311).empty());
  }
  CHECK_THAT(mqtt_breach(mqtt_packet(0x10, connect_start(4, 2) + mqtt_text(std::string(129, 'x'))), Version::k311),
             Catch::Contains("the client identifier is longer than the server accepts [MQTT-3.1.3-9]"));
}

TEST_CASE("PUBLISH with a wildcard, an empty or a too long topic is refused",
          "[mqtt][v3-3.3.2-2][v5-3.3.2-2][v3-4.7.3-1][v5-4.7.3-1][v3-4.7.3-3][v5-4.7.3-3]") {
  CHECK(breach_311("30 05 0003 'a/#'") == "PUBLISH, byte 2: a topic name must not contain + or # [MQTT-3.3.2-2]");
  CHECK(breach_311("30 02 0000") == "PUBLISH, byte 2: a topic must have at least one character [MQTT-4.7.3-1]");
  CHECK(mqtt_breach(mqtt_packet(0x30, mqtt_text(std::string(256, 't'))), Version::k311).empty());
  CHECK_THAT(mqtt_breach(mqtt_packet(0x30, mqtt_text(std::string(257, 't'))), Version::k311),
             Catch::Contains("the topic is longer than the server accepts"));
  CHECK(mqtt_breach(mqtt_packet(0x30, mqtt_text("a/b/c/d/e/f/g/h")), Version::k311).empty());
  CHECK_THAT(mqtt_breach(mqtt_packet(0x30, mqtt_text("a/b/c/d/e/f/g/h/i")), Version::k311),
             Catch::Contains("the topic has more levels than the server accepts"));
  CHECK(mqtt_breach(mqtt_packet(0x30, mqtt_text("$aws/b/c/d/e/f/g/h/i")), Version::k311).empty());
}

TEST_CASE("SUBSCRIBE and UNSUBSCRIBE without a filter are refused",
          "[mqtt][v3-3.8.3-3][v5-3.8.3-2][v3-3.10.3-2][v5-3.10.3-2]") {
  CHECK(breach_311("82 02 0001") == "SUBSCRIBE, byte 4: SUBSCRIBE must have at least one topic filter [MQTT-3.8.3-3]");
  CHECK(breach_5("a2 03 0001 00") ==
        "UNSUBSCRIBE, byte 5: UNSUBSCRIBE must have at least one topic filter [MQTT-3.10.3-2]");
}

TEST_CASE("subscription options with reserved bits are refused", "[mqtt][v3-3.8.3-4][v5-3.8.3-5]") {
  for (const char* const options : {"03", "04", "08", "10", "80"}) {
    CHECK_THAT(breach_311("82 06 0001 0001 'a' " + std::string(options)),
               Catch::Contains("the options of a subscription have reserved bits or QoS 3 [MQTT-3.8.3-4]"));
  }
  for (const char* const options : {"03", "40", "80"}) {
    CHECK_THAT(breach_5("82 07 0001 00 0001 'a' " + std::string(options)), Catch::Contains("[MQTT-3.8.3-5]"));
  }
  CHECK_THAT(breach_5("82 07 0001 00 0001 'a' 30"), Catch::Contains("the retain handling of a subscription is 3"));
  CHECK(breach_5("82 07 0001 00 0001 'a' 2e").empty());
}

TEST_CASE("No Local on a shared subscription is refused", "[mqtt][v5-3.8.3-4]") {
  const std::string filter = mqtt_text("$share/g/a");
  CHECK(mqtt_breach(mqtt_packet(0x82, octets("0001 00") + filter + octets("00")), Version::k5).empty());
  CHECK_THAT(mqtt_breach(mqtt_packet(0x82, octets("0001 00") + filter + octets("04")), Version::k5),
             Catch::Contains("a shared subscription must not have the option No Local [MQTT-3.8.3-4]"));
}

TEST_CASE("wildcards at a wrong place in a filter are refused",
          "[mqtt][v3-4.7.1-2][v5-4.7.1-1][v3-4.7.1-3][v5-4.7.1-2]") {
  for (const char* const filter : {"a#", "#/a", "a/#/b", "a/b#"}) {
    CHECK_THAT(mqtt_breach(mqtt_packet(0x82, octets("0001") + mqtt_text(filter) + octets("00")), Version::k311),
               Catch::Contains("# must be the last level of a topic filter and the whole level [MQTT-4.7.1-2]"));
  }
  for (const char* const filter : {"a+", "+a", "a/b+/c"}) {
    CHECK_THAT(mqtt_breach(mqtt_packet(0xa2, octets("0001 00") + mqtt_text(filter)), Version::k5),
               Catch::Contains("+ must be a whole level of a topic filter [MQTT-4.7.1-2]"));
  }
}

TEST_CASE("more filters and properties than the limits are refused", "[mqtt]") {
  mqtt::Limits limits;
  limits.filters = 2;
  limits.properties = 2;
  const std::string filter = mqtt_text("a") + octets("00");
  CHECK(mqtt_breach(mqtt_packet(0x82, octets("0001") + filter + filter), Version::k311, limits).empty());
  CHECK_THAT(mqtt_breach(mqtt_packet(0x82, octets("0001") + filter + filter + filter), Version::k311, limits),
             Catch::Contains("more topic filters than the server accepts"));
  const std::string user = octets("26 0001 'n' 0001 'v'");
  CHECK(mqtt_breach(mqtt_packet(0x30, mqtt_text("t") + octets("0e") + user + user), Version::k5, limits).empty());
  CHECK_THAT(mqtt_breach(mqtt_packet(0x30, mqtt_text("t") + octets("15") + user + user + user), Version::k5, limits),
             Catch::Contains("more properties than the server accepts"));
}

TEST_CASE("properties that are unknown, misplaced, repeated or out of range are refused",
          "[mqtt][v5-3.3.2-8][v5-3.3.2-14][v5-1.5.5-1]") {
  const auto publish = [](std::string_view properties) {
    const std::string list = octets(properties);
    return mqtt_breach(mqtt_packet(0x30, mqtt_text("t") + static_cast<char>(list.size()) + list), Version::k5);
  };
  CHECK_THAT(publish("7f"), Catch::Contains("byte 6: the property identifier does not exist"));
  CHECK_THAT(publish("21 0001"), Catch::Contains("byte 6: the property does not belong to this packet type"));
  CHECK_THAT(publish("01 00 01 00"), Catch::Contains("byte 8: the property is included more than once"));
  CHECK_THAT(publish("01 02"), Catch::Contains("byte 6: the value of the property is out of its range"));
  CHECK_THAT(publish("0b 00"), Catch::Contains("the value of the property is out of its range"));
  CHECK_THAT(publish("23 0000"), Catch::Contains("the topic alias is 0 [MQTT-3.3.2-8]"));
  CHECK_THAT(publish("08 0001 '#'"), Catch::Contains("a response topic must not contain + or # [MQTT-3.3.2-14]"));
  CHECK_THAT(publish("0b 8000"), Catch::Contains("no unneeded byte [MQTT-1.5.5-1]"));
  CHECK(publish("0b 01 0b 01 26 0000 0000 26 0000 0000").empty());
  CHECK_THAT(breach_5("30 04 0001 't' 05"), Catch::Contains("the properties are longer than the packet"));
  CHECK_THAT(breach_5("30 06 0001 't' 01 01 00"), Catch::Contains("the properties are longer than the packet"));
  CHECK_THAT(mqtt_breach(mqtt_packet(0x10, connect_start(5, 2) + octets("03 21 0000") + mqtt_text("id")), Version::k5),
             Catch::Contains("out of its range"));
  CHECK_THAT(mqtt_breach(mqtt_packet(0x10, connect_start(5, 2) + octets("03 16 0000") + mqtt_text("id")), Version::k5),
             Catch::Contains("authentication data need an authentication method"));
}

TEST_CASE("codes that a packet type does not have are refused",
          "[mqtt][v5-3.4.2-1][v5-3.5.2-1][v5-3.6.2-1][v5-3.7.2-1][v3-3.9.3-2][v5-3.9.3-2][v5-3.14.2-1]"
          "[v5-3.15.2-1][v5-3.2.2-1][v3-3.2.2-4][v5-3.2.2-6][v5-3.2.2-8]") {
  CHECK_THAT(breach_5("40 03 0001 01"), Catch::Contains("PUBACK, byte 4: the packet type does not have this reason"));
  CHECK_THAT(breach_5("62 03 0001 10"), Catch::Contains("does not have this reason code"));
  CHECK_THAT(breach_5("e0 01 01"), Catch::Contains("does not have this reason code"));
  CHECK_THAT(breach_5("f0 01 04"), Catch::Contains("does not have this reason code"));
  CHECK_THAT(breach_5("20 03 00 01 00"), Catch::Contains("does not have this reason code"));
  CHECK_THAT(breach_311("20 02 00 06"), Catch::Contains("does not have this reason code"));
  CHECK_THAT(breach_311("90 03 0001 03"), Catch::Contains("SUBACK does not have this code [MQTT-3.9.3-2]"));
  CHECK_THAT(breach_5("20 03 02 00 00"), Catch::Contains("bits 7 to 1 of the CONNACK flags must be 0 [MQTT-3.2.2-1]"));
  CHECK_THAT(breach_311("20 02 01 05"), Catch::Contains("must not say that a session is present [MQTT-3.2.2-4]"));
}

TEST_CASE("nothing is decoded behind a breach", "[mqtt][v3-4.8.0-1][v5-4.13.1-1]") {
  mqtt::Decoder decoder;
  decoder.feed(octets("c0 00 36"));
  CHECK(decoder.next().packet.has_value());
  const mqtt::Decoded first = decoder.next();
  REQUIRE(first.breach);
  decoder.feed(octets("c0 00"));
  CHECK(decoder.next().breach == first.breach);
  CHECK(decoder.buffered() == 0);
}
