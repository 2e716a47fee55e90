// Properties: the properties of an MQTT 5.0 packet as a list, in the order of the wire. It interprets none of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mqtt/packet_type.h"

namespace jobrig::mqtt {

enum class PropertyId : std::uint8_t {
#define JOBRIG_MQTT_PROPERTY(name, identifier, type, packets, minimum, maximum) k##name = (identifier),
#include "mqtt/properties.def"
#undef JOBRIG_MQTT_PROPERTY
};

enum class PropertyType : std::uint8_t { kByte, kTwoBytes, kFourBytes, kVariable, kText, kBinary, kPair };

struct Property {
  PropertyId id{};
  std::uint32_t number = 0;  // of the four types of numbers
  std::string text{};        // of the other types; the name of a pair
  std::string value{};       // of a pair

  friend bool operator==(const Property&, const Property&) = default;
};

struct Properties {
  std::vector<Property> list;

  [[nodiscard]] const Property* find(PropertyId id) const {
    const auto found = std::find_if(list.begin(), list.end(), [id](const Property& one) { return one.id == id; });
    return found == list.end() ? nullptr : &*found;
  }
  [[nodiscard]] std::uint32_t number(PropertyId id, std::uint32_t otherwise) const {
    const Property* const found = find(id);
    return found == nullptr ? otherwise : found->number;
  }
  void add(PropertyId id, std::uint32_t number) { list.push_back({id, number}); }
  void add(PropertyId id, std::string text) { list.push_back({id, 0, std::move(text)}); }

  friend bool operator==(const Properties&, const Properties&) = default;
};

struct PropertyRow {
  PropertyId id;
  std::string_view name;
  PropertyType type;
  std::uint32_t packets;  // bits of the packet types that may have it, and kOfWill
  std::uint32_t minimum;
  std::uint32_t maximum;
};

/// The bit in PropertyRow::packets of the will in CONNECT.
inline constexpr std::uint32_t kOfWill = 1U << 16U;
constexpr std::uint32_t property_bit(PacketType type) { return 1U << static_cast<unsigned>(type); }

std::span<const PropertyRow> property_rows();
/// The row of that identifier, or null.
const PropertyRow* property_row(std::uint32_t identifier);

}  // namespace jobrig::mqtt
