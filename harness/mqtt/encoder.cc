#include "mqtt/encoder.h"

#include <cstddef>
#include <stdexcept>
#include <string_view>

namespace jobrig::mqtt {
namespace {

constexpr std::size_t kLongestRemaining = 268'435'455;  // MQTT 3.1.1 and 5.0, table 2.4

void put_byte(std::string& out, unsigned value) { out += static_cast<char>(value & 0xFFU); }

void put_two(std::string& out, unsigned value) {
  put_byte(out, value >> 8U);
  put_byte(out, value);
}

void put_variable(std::string& out, std::size_t value) {
  if (value > kLongestRemaining) {
    throw std::length_error("an MQTT packet must have at most 268435455 bytes");
  }
  while (value > 0x7F) {
    put_byte(out, static_cast<unsigned>(value & 0x7FU) | 0x80U);
    value >>= 7U;
  }
  put_byte(out, static_cast<unsigned>(value));
}

void put_text(std::string& out, std::string_view text) {
  if (text.size() > 0xFFFF) {
    throw std::length_error("a string in an MQTT packet must have at most 65535 bytes");
  }
  put_two(out, static_cast<unsigned>(text.size()));
  out += text;
}

void put_property(std::string& out, const Property& property) {
  put_byte(out, static_cast<unsigned>(property.id));
  const PropertyRow* const row = property_row(static_cast<std::uint32_t>(property.id));
  switch (row == nullptr ? PropertyType::kText : row->type) {
    case PropertyType::kByte:
      put_byte(out, property.number);
      break;
    case PropertyType::kTwoBytes:
      put_two(out, property.number);
      break;
    case PropertyType::kFourBytes:
      put_two(out, property.number >> 16U);
      put_two(out, property.number);
      break;
    case PropertyType::kVariable:
      put_variable(out, property.number);
      break;
    case PropertyType::kText:
    case PropertyType::kBinary:
      put_text(out, property.text);
      break;
    case PropertyType::kPair:
      put_text(out, property.text);
      put_text(out, property.value);
      break;
  }
}

void put_properties(std::string& out, const Properties& properties) {
  std::string list;
  for (const Property& property : properties.list) {
    put_property(list, property);
  }
  put_variable(out, list.size());
  out += list;
}

// The bits 3 to 0 of the first byte, and everything behind the fixed header.
struct Body {
  Version version;
  unsigned flags = 0;
  std::string bytes{};

  [[nodiscard]] bool is_5() const { return version == Version::k5; }

  void properties(const Properties& list) {
    if (is_5()) {
      put_properties(bytes, list);
    }
  }

  // The code and properties at the end of a packet may be omitted if they say nothing (section 3.4.2.1).
  void ending(std::uint8_t code, const Properties& list) {
    if (is_5() && (code != 0 || !list.list.empty())) {
      put_byte(bytes, code);
      if (!list.list.empty()) {
        put_properties(bytes, list);
      }
    }
  }

  void operator()(const Connect& connect) {
    version = connect.version;
    put_text(bytes, "MQTT");
    put_byte(bytes, static_cast<unsigned>(connect.version));
    unsigned bits = connect.clean ? 2U : 0U;
    if (connect.will) {
      bits |= 4U | (static_cast<unsigned>(connect.will->qos) << 3U) | (connect.will->retain ? 0x20U : 0U);
    }
    bits |= (connect.password ? 0x40U : 0U) | (connect.user_name ? 0x80U : 0U);
    put_byte(bytes, bits);
    put_two(bytes, connect.keep_alive);
    properties(connect.properties);
    put_text(bytes, connect.client_id);
    if (connect.will) {
      properties(connect.will->properties);
      put_text(bytes, connect.will->topic);
      put_text(bytes, connect.will->payload);
    }
    if (connect.user_name) {
      put_text(bytes, *connect.user_name);
    }
    if (connect.password) {
      put_text(bytes, *connect.password);
    }
  }

  void operator()(const Connack& connack) {
    put_byte(bytes, connack.session_present ? 1 : 0);
    put_byte(bytes, connack.code);
    properties(connack.properties);
  }

  void operator()(const Publish& publish) {
    flags = (publish.dup ? 8U : 0U) | (static_cast<unsigned>(publish.qos) << 1U) | (publish.retain ? 1U : 0U);
    put_text(bytes, publish.topic);
    if (publish.qos > 0) {
      put_two(bytes, publish.packet_id);
    }
    properties(publish.properties);
    bytes += publish.payload;
  }

  void operator()(const Ack& ack) {
    flags = ack.type == PacketType::kPubrel ? 2 : 0;
    put_two(bytes, ack.packet_id);
    ending(ack.code, ack.properties);
  }

  void operator()(const Subscribe& subscribe) {
    flags = 2;
    put_two(bytes, subscribe.packet_id);
    properties(subscribe.properties);
    for (const Subscription& one : subscribe.subscriptions) {
      put_text(bytes, one.filter);
      const unsigned more = (one.no_local ? 4U : 0U) | (one.retain_as_published ? 8U : 0U) |
                            (static_cast<unsigned>(one.retain_handling) << 4U);
      put_byte(bytes, one.qos | (is_5() ? more : 0U));
    }
  }

  void operator()(const Unsubscribe& unsubscribe) {
    flags = 2;
    put_two(bytes, unsubscribe.packet_id);
    properties(unsubscribe.properties);
    for (const std::string& filter : unsubscribe.filters) {
      put_text(bytes, filter);
    }
  }

  void operator()(const SubscriptionAck& ack) {
    put_two(bytes, ack.packet_id);
    properties(ack.properties);
    for (const std::uint8_t code : ack.codes) {
      put_byte(bytes, code);
    }
  }

  void operator()(const Ping& /*ping*/) {}
  void operator()(const Notice& notice) { ending(notice.code, notice.properties); }
};

}  // namespace

void encode(const Packet& packet, Version version, std::string& bytes) {
  Body body{version};
  std::visit(body, packet);
  put_byte(bytes, (static_cast<unsigned>(type_of(packet)) << 4U) | body.flags);
  put_variable(bytes, body.bytes.size());
  bytes += body.bytes;
}

std::string encode(const Packet& packet, Version version) {
  std::string bytes;
  encode(packet, version, bytes);
  return bytes;
}

}  // namespace jobrig::mqtt
