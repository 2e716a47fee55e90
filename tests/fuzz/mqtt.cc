// MQTT: how the bytes are cut never changes the packets, a packet survives encoding and decoding, and the limits hold.
// The first byte selects the version.
#include "support/mqtt.h"
#include "fuzz/targets.h"
#include "mqtt/encoder.h"

namespace jobrig::fuzz {
namespace {

// Small enough for a fuzzer to reach.
constexpr mqtt::Limits kSmallMqtt{512, {32, 4}, 16, 4, 3};

void check_limits(const mqtt::Packet& packet) {
  if (const auto* const publish = std::get_if<mqtt::Publish>(&packet)) {
    promise(publish->topic.size() <= kSmallMqtt.topic.bytes, "a topic is too long");
    promise(publish->properties.list.size() <= kSmallMqtt.properties, "a packet has too many properties");
    promise((publish->qos == 0) == (publish->packet_id == 0), "QoS and packet identifier do not fit");
  }
  if (const auto* const subscribe = std::get_if<mqtt::Subscribe>(&packet)) {
    promise(!subscribe->subscriptions.empty() && subscribe->subscriptions.size() <= kSmallMqtt.filters,
            "SUBSCRIBE has too many or no filters");
    for (const mqtt::Subscription& one : subscribe->subscriptions) {
      promise(one.qos < 3 && !mqtt::check_filter(one.filter, kSmallMqtt.topic), "a filter is invalid");
    }
  }
}

}  // namespace

void fuzz_mqtt(std::string_view bytes) {
  if (bytes.empty()) {
    return;
  }
  const mqtt::Version version = bytes.front() % 2 == 0 ? mqtt::Version::k311 : mqtt::Version::k5;
  bytes.remove_prefix(1);
  const test::MqttDecoded whole = test::decode_mqtt(bytes, version, 0, kSmallMqtt);
  promise(test::decode_mqtt(bytes, version, 1, kSmallMqtt) == whole, "single bytes give another result");
  promise(test::decode_mqtt(bytes, version, 7, kSmallMqtt) == whole, "pieces give another result");
  mqtt::Version current = version;
  for (const mqtt::Packet& packet : whole.packets) {
    check_limits(packet);
    const auto* const connect = std::get_if<mqtt::Connect>(&packet);
    current = connect == nullptr ? current : connect->version;
    const test::MqttDecoded again = test::decode_mqtt(mqtt::encode(packet, current), current, 0, kSmallMqtt);
    promise(again.packets.size() == 1 && again.packets.front() == packet, "a packet does not survive encoding");
  }
}

}  // namespace jobrig::fuzz
