// Packet records: what a packet of MQTT says, as a record. It adds no times and no numbers.
#pragma once

#include <string>
#include <string_view>

#include "model/packet_record.h"
#include "mqtt/broker.h"

namespace jobrig::mqtt_serve {

/// Fills in type, identifier, flags, topic, payload and code of the packet.
void describe(const mqtt::Packet& packet, model::PacketRecord& record);

/// The record of a received packet; of bytes that are not a packet, without a type.
model::PacketRecord record_of(const mqtt::Received& received);

/// The record of a packet to send, from its bytes and origin. The bytes themselves are not in it.
model::PacketRecord record_of(const mqtt::Send& send);

}  // namespace jobrig::mqtt_serve
