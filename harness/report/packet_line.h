// Packet line: formats the record of an MQTT packet as one line for a terminal. The format is for people; programs
// should parse the journal instead.
#pragma once

#include <string>

#include "model/packet_record.h"

namespace jobrig::report {

/// `mqtt 3 thermostat-1 < PUBLISH $aws/things/thermostat-1/jobs/get/accepted  rule "outage" answer 1`: the connection,
/// the client identifier, the direction (`>` from the client), topic or filters, a code above 0, rule and faults, and
/// why a connection closed. Control bytes are escaped, because a terminal would interpret them. A topic of more than
/// 200 bytes is cut with `…`.
std::string packet_line(const model::PacketRecord& record);

}  // namespace jobrig::report
