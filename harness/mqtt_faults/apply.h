// Apply: the faults of a rule on one message, or on one packet for one connection. It selects no faults (plan/ does)
// and executes no effects (hosting/ does).
#pragma once

#include <string>
#include <vector>

#include "model/fault.h"
#include "model/script.h"
#include "mqtt_faults/packet_fault.h"

namespace jobrig::mqtt_faults {

using Faults = std::vector<const model::Fault*>;

/// The messages to route in place of this one. Applies only faults of MQTT: others have changed the reply or change the
/// packets.
std::vector<TimedMessage> apply_to_message(const Faults& faults, mqtt::Message message, PacketContext& context);

/// One packet as it goes over the wire.
struct PlayedPacket {
  mqtt::Packet packet;
  bool is_sent = true;  // false: nothing is sent, and the connection is closed
  model::Pause wait{};  // before the script
  model::Script script;
};

/// The packets to send in place of this one, which may be missing. `is_response`: the packet is what the client waits
/// for, so faults of every protocol act on its bytes; otherwise only faults of MQTT do.
std::vector<PlayedPacket> apply_to_packet(const Faults& faults, std::optional<mqtt::Packet> packet, bool is_response,
                                          PacketContext& context);

/// The names of the faults that act on the subject, in order.
std::vector<std::string> names_on(const Faults& faults, Subject subject, bool is_response);

}  // namespace jobrig::mqtt_faults
