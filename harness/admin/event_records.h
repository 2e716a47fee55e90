// Event records: takes the exchanges or MQTT packets that a reader of GET /events has not seen from memory, not more
// than it asked for, and formats them. It sends nothing.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "journal/memory.h"
#include "journal/packet_memory.h"

namespace jobrig::admin {

/// `Record`: journal::JournalRecord or journal::KeptPacket.
template <typename Record>
struct NewRecords {
  std::vector<Record> records;  // the newest that match, at most as many as asked for
  std::uint64_t matched = 0;    // all that match, with those that the memory has evicted if it knows
  std::uint64_t last = 0;       // the newest position
};

/// The conditions of a reader for packets: thing, job, operation and rule. Nothing if no packet can match, because
/// packets have no status.
std::optional<journal::PacketFilter> packet_filter_of(const journal::JournalFilter& filter);

/// Returns the records after `filter.after` that match. The work depends on `most`, and with conditions on the number
/// of records since then.
template <typename Memory, typename Filter>
auto new_records(const Memory& memory, const Filter& filter, std::size_t most) {
  constexpr std::size_t kAll = 1'000'000;  // more than fit into the memory
  const bool chooses = filter.has_conditions();
  Filter wanted = filter;
  wanted.after = chooses ? filter.after : 0;  // 0: the newest
  auto extract = memory.find(wanted, chooses ? kAll : most);
  auto& records = extract.records;
  std::erase_if(records, [&](const auto& record) { return record.position <= filter.after; });
  const std::uint64_t last = std::max(extract.last, filter.after);
  const std::uint64_t matched = chooses ? records.size() : last - filter.after;
  const std::size_t surplus = records.size() - std::min(most, records.size());
  records.erase(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(surplus));
  using Record = typename decltype(extract.records)::value_type;
  return NewRecords<Record>{std::move(records), matched, last};
}

/// `{"matched":1000,"records":[…]}` with the newest records that fit into `max_bytes`, but at least one if there is
/// one. A record has the members of a line of the journal without raw bytes, `position` first and `text`, the line of
/// `jobrig serve --log`, last.
std::string new_records_json(const NewRecords<journal::JournalRecord>& exchanges, std::size_t max_bytes);
std::string new_records_json(const NewRecords<journal::KeptPacket>& packets, std::size_t max_bytes);

}  // namespace jobrig::admin
