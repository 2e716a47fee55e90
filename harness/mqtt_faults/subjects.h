// Subjects: which packet of the server is the response to a packet of a client. It rewrites nothing.
#pragma once

#include "mqtt/packet_type.h"
#include "mqtt_faults/packet_fault.h"

namespace jobrig::mqtt_faults {

/// What the server sends in response to a packet of this type.
Subject subject_of(mqtt::PacketType type);
/// Whether a packet of this type is the response to the other.
bool is_response_to(mqtt::PacketType response, mqtt::PacketType type);

}  // namespace jobrig::mqtt_faults
