// Packet type: the versions of MQTT and the types of its control packets (MQTT 5.0, section 2.1.2).
#pragma once

#include <cstdint>
#include <string_view>

namespace jobrig::mqtt {

/// The value is the protocol level in CONNECT.
enum class Version : std::uint8_t { k311 = 4, k5 = 5 };

enum class PacketType : std::uint8_t {
  kConnect = 1,
  kConnack,
  kPublish,
  kPuback,
  kPubrec,
  kPubrel,
  kPubcomp,
  kSubscribe,
  kSuback,
  kUnsubscribe,
  kUnsuback,
  kPingreq,
  kPingresp,
  kDisconnect,
  kAuth,
};

/// The name in the specification: CONNECT.
std::string_view name_of(PacketType type);

}  // namespace jobrig::mqtt
