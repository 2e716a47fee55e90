// Packet: the control packets of MQTT 3.1.1 and 5.0 as plain data. One structure serves both versions: 3.1.1 has no
// properties, and its codes are those of its own tables. It contains no bytes of the wire (decoder.h, encoder.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "mqtt/packet_type.h"
#include "mqtt/properties.h"

namespace jobrig::mqtt {

struct Will {
  std::string topic;
  std::string payload;
  std::uint8_t qos = 0;
  bool retain = false;
  Properties properties;

  friend bool operator==(const Will&, const Will&) = default;
};

struct Connect {
  Version version = Version::k311;
  bool clean = true;  // Clean Session in 3.1.1, Clean Start in 5.0
  std::uint16_t keep_alive = 0;
  std::string client_id;
  std::optional<Will> will;
  std::optional<std::string> user_name;
  std::optional<std::string> password;
  Properties properties;

  friend bool operator==(const Connect&, const Connect&) = default;
};

struct Connack {
  bool session_present = false;
  std::uint8_t code = 0;
  Properties properties;

  friend bool operator==(const Connack&, const Connack&) = default;
};

struct Publish {
  bool dup = false;
  std::uint8_t qos = 0;
  bool retain = false;
  std::string topic;
  std::uint16_t packet_id = 0;  // 0 with QoS 0
  Properties properties;
  std::string payload;

  friend bool operator==(const Publish&, const Publish&) = default;
};

/// PUBACK, PUBREC, PUBREL or PUBCOMP.
struct Ack {
  PacketType type = PacketType::kPuback;
  std::uint16_t packet_id = 0;
  std::uint8_t code = 0;
  Properties properties;

  friend bool operator==(const Ack&, const Ack&) = default;
};

struct Subscription {
  std::string filter;
  std::uint8_t qos = 0;
  bool no_local = false;
  bool retain_as_published = false;
  std::uint8_t retain_handling = 0;

  friend bool operator==(const Subscription&, const Subscription&) = default;
};

struct Subscribe {
  std::uint16_t packet_id = 0;
  Properties properties;
  std::vector<Subscription> subscriptions;

  friend bool operator==(const Subscribe&, const Subscribe&) = default;
};

struct Unsubscribe {
  std::uint16_t packet_id = 0;
  Properties properties;
  std::vector<std::string> filters;

  friend bool operator==(const Unsubscribe&, const Unsubscribe&) = default;
};

/// SUBACK or UNSUBACK. UNSUBACK has no codes in 3.1.1.
struct SubscriptionAck {
  PacketType type = PacketType::kSuback;
  std::uint16_t packet_id = 0;
  Properties properties;
  std::vector<std::uint8_t> codes;

  friend bool operator==(const SubscriptionAck&, const SubscriptionAck&) = default;
};

/// PINGREQ or PINGRESP.
struct Ping {
  PacketType type = PacketType::kPingreq;

  friend bool operator==(const Ping&, const Ping&) = default;
};

/// DISCONNECT or AUTH. Only 5.0 has codes and properties, and AUTH.
struct Notice {
  PacketType type = PacketType::kDisconnect;
  std::uint8_t code = 0;
  Properties properties;

  friend bool operator==(const Notice&, const Notice&) = default;
};

using Packet = std::variant<Connect, Connack, Publish, Ack, Subscribe, Unsubscribe, SubscriptionAck, Ping, Notice>;

PacketType type_of(const Packet& packet);

}  // namespace jobrig::mqtt
