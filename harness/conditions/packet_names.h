// Packet names: the MQTT packets of clients that a rule may name, in the order of their types (MQTT 5.0,
// section 2.1.2). It parses no packets (mqtt/ does).
#pragma once

#include <array>
#include <string_view>

namespace jobrig::conditions {

inline constexpr std::array<std::string_view, 7> kPacketNames{"CONNECT",     "PUBLISH", "PUBACK",    "SUBSCRIBE",
                                                              "UNSUBSCRIBE", "PINGREQ", "DISCONNECT"};

}  // namespace jobrig::conditions
