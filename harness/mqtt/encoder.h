// Encoder: packets to bytes. It writes what it is given, valid or not, because tests and faults need invalid packets;
// only a field that does not fit its length on the wire throws.
#pragma once

#include <string>

#include "mqtt/packet.h"

namespace jobrig::mqtt {

/// Appends the packet. Throws std::length_error if a string has more than 65,535 bytes or the packet more than
/// 268,435,455. CONNECT has its own version.
void encode(const Packet& packet, Version version, std::string& bytes);
std::string encode(const Packet& packet, Version version);

}  // namespace jobrig::mqtt
