#include "mqtt/properties.h"

#include <array>

namespace jobrig::mqtt {
namespace {

constexpr std::uint32_t kMax2 = 0xFFFF;
constexpr std::uint32_t kMax4 = 0xFFFFFFFF;
constexpr std::uint32_t kMaxVariable = 268'435'455;  // MQTT 5.0, section 1.5.5

constexpr std::uint32_t kOfConnect = property_bit(PacketType::kConnect);
constexpr std::uint32_t kOfConnack = property_bit(PacketType::kConnack);
constexpr std::uint32_t kOfPublish = property_bit(PacketType::kPublish);
constexpr std::uint32_t kOfSubscribe = property_bit(PacketType::kSubscribe);
constexpr std::uint32_t kOfDisconnect = property_bit(PacketType::kDisconnect);
constexpr std::uint32_t kOfAuth = property_bit(PacketType::kAuth);
constexpr std::uint32_t kOfAcks = property_bit(PacketType::kPuback) | property_bit(PacketType::kPubrec) |
                                  property_bit(PacketType::kPubrel) | property_bit(PacketType::kPubcomp) |
                                  property_bit(PacketType::kSuback) | property_bit(PacketType::kUnsuback);
constexpr std::uint32_t kOfAll = kMax4;

constexpr std::array kPropertyRows{
#define JOBRIG_MQTT_PROPERTY(name, identifier, type, packets, minimum, maximum) \
  PropertyRow{PropertyId::k##name, #name, PropertyType::type, packets, minimum, maximum},
#include "mqtt/properties.def"
#undef JOBRIG_MQTT_PROPERTY
};

}  // namespace

std::span<const PropertyRow> property_rows() { return kPropertyRows; }

const PropertyRow* property_row(std::uint32_t identifier) {
  const auto* const found =
      std::find_if(kPropertyRows.begin(), kPropertyRows.end(),
                   [identifier](const PropertyRow& row) { return static_cast<std::uint32_t>(row.id) == identifier; });
  return found == kPropertyRows.end() ? nullptr : found;
}

}  // namespace jobrig::mqtt
