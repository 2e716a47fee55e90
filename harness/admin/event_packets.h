// Event packets: takes the MQTT packets that a reader of GET /events has not seen from memory, not more than it asked
// for, and formats them. It sends nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "journal/memory.h"
#include "journal/packet_memory.h"

namespace jobrig::admin {

struct NewPackets {
  std::vector<journal::KeptPacket> records;  // the newest that match, at most as many as asked for
  std::uint64_t matched = 0;                 // all that match, with those that the memory has evicted if it knows
  std::uint64_t last = 0;                    // the newest position
};

/// The conditions of a reader for packets: thing, job, operation and rule. Nothing if no packet can match, because
/// packets have no status.
std::optional<journal::PacketFilter> packet_filter_of(const journal::JournalFilter& filter);

/// Returns the packets after `filter.after` that match. The work depends on `most`, and with conditions on the number
/// of packets since then.
NewPackets new_packets(const journal::PacketMemory& memory, const journal::PacketFilter& filter, std::size_t most);

/// `{"matched":1000,"records":[…]}` with the newest records that fit into `max_bytes`, but at least one if there is
/// one. A record has the members of a line of the journal without raw bytes, `position` first and `text`, the line of
/// `jobrig serve --log`, last.
std::string packets_json(const NewPackets& packets, std::size_t max_bytes);

}  // namespace jobrig::admin
