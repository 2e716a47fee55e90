// Packet line: formats the record of an MQTT packet, or of the beginning or end of a connection, as one line of JSON in
// the journal. It is an event (line.h): programs that read exchanges skip it. The members always have this order; a
// member is omitted only where noted:
//   event, protocol         "packet", "mqtt"
//   number, connection      counted from 1: the record within the run of the server, and the connection
//   arrived, monotonic_us   scenario time and real time, as for exchanges
//   direction               from-client | to-client | connection
//   session                 the client identifier; "" before CONNECT
//   packet                  the type, such as "PUBLISH"; "opened" or "closed" for a connection; "" for bytes that are
//                           no packet
//   packet_id               omitted when there is none
//   qos, dup, retain, topic, payload   of PUBLISH only; payload_base64 if it is not UTF-8
//   filters                 of SUBSCRIBE and UNSUBSCRIBE only
//   reason                  return or reason code; omitted when the packet has none
//   operation, thing, job   of Jobs requests and responses; thing also of notify and notify-next; else omitted
//   answers                 the number of the record of the request; omitted when it answers none
//   rule, step, faults      omitted when no rule or fault applied
//   detail                  why a connection closed; omitted when there is nothing to say
//   bytes                   as received, or as really sent; bytes_base64 if they are not UTF-8; omitted for connections
#pragma once

#include <string>

#include "model/packet_record.h"

namespace jobrig::journal {

/// Appends the members from `event` to `detail`, without braces.
void append_packet_members(const model::PacketRecord& record, std::string& members);
/// Appends the line with its final LF.
void append_packet_line(const model::PacketRecord& record, std::string& lines);

}  // namespace jobrig::journal
