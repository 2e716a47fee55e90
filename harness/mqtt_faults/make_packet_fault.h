// Make packet fault: the include of the source file of each fault of this folder: functions that make a fault, and
// edits that several of them share. It declares no fault.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "faults/catalogue.h"
#include "faults/settings.h"
#include "mqtt/reason.h"
#include "mqtt_faults/packet_fault.h"

namespace jobrig::mqtt_faults {

using faults::FaultKind;
using faults::FaultPointer;
using faults::Group;
using faults::Settings;

using RewriteMessages = std::function<void(std::vector<TimedMessage>&, PacketContext&)>;
using RewritePackets = std::function<void(std::vector<TimedPacket>&, PacketContext&)>;
using EditPublish = std::function<void(mqtt::Publish&, PacketContext&)>;

/// Acts on responses and notices before they are routed.
FaultPointer make_message_fault(const Settings& settings, RewriteMessages rewrite);
/// The same for each message alone.
FaultPointer make_text_fault(const Settings& settings, std::function<void(mqtt::Message&, PacketContext&)> edit);
/// Acts on packets. No subjects: on every response, and also on the missing response to a packet that has none.
FaultPointer make_packet_fault(const Settings& settings, std::vector<Subject> subjects, RewritePackets rewrite);
/// Acts on the PUBLISH packets of responses and notices.
FaultPointer make_publish_fault(const Settings& settings, EditPublish edit);

/// The response is not sent.
FaultPointer make_no_packet(Settings& settings, Subject subject);

/// A pause and its clock, as settings of a fault. Absent: not given, or reported.
std::optional<model::Pause> read_wait(Settings& settings, std::string_view key, std::string_view summary);

/// Sends DISCONNECT with the reason, which only MQTT 5.0 has, and closes the connection.
void end_connection(std::vector<TimedPacket>& packets, const PacketContext& context, mqtt::Reason reason);

/// The reason codes of failures that packets of this type may have, by words such as `not-authorized`.
const std::vector<std::string_view>& failure_words(mqtt::PacketType type);
/// The reason of a word of failure_words().
mqtt::Reason failure_named(std::string_view word);

}  // namespace jobrig::mqtt_faults
