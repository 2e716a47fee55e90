// MQTT helpers for tests: packets written as hexadecimal numbers and texts, and what a decoder makes of bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mqtt/decoder.h"

namespace jobrig::test {

/// Bytes from hexadecimal digits and texts in single quotes: `30 05 0003 'a/b'`.
std::string octets(std::string_view text);
/// A text with its two bytes of length before it.
std::string mqtt_text(std::string_view text);
/// The whole packet: its first byte, the remaining length and the contents.
std::string mqtt_packet(unsigned first, std::string_view contents);

struct MqttDecoded {
  std::vector<mqtt::Packet> packets;
  std::optional<mqtt::Breach> breach;

  friend bool operator==(const MqttDecoded&, const MqttDecoded&) = default;
};

/// Feeds the bytes in pieces of `piece` bytes (0: all at once).
MqttDecoded decode_mqtt(std::string_view bytes, mqtt::Version version, std::size_t piece = 0,
                        const mqtt::Limits& limits = {});

/// The sentence of the breach, or "" if there is none.
std::string mqtt_breach(std::string_view bytes, mqtt::Version version, const mqtt::Limits& limits = {});

}  // namespace jobrig::test
