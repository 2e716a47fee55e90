// Event exchanges: takes the exchanges that a reader of GET /events has not seen from the journal, not more than it
// asked for, and formats them. It sends nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "journal/memory.h"

namespace jobrig::admin {

struct NewExchanges {
  std::vector<journal::JournalRecord> records;  // the newest that match, at most as many as asked for
  std::uint64_t matched = 0;                    // all that match, with those that the journal has evicted if it knows
  std::uint64_t last = 0;                       // the newest position
};

/// Returns the exchanges after `filter.after` that match. Without other conditions, the work depends on `most` only.
NewExchanges new_exchanges(const journal::MemoryJournal& journal, const journal::JournalFilter& filter,
                           std::size_t most);

/// `{"matched":1000,"records":[…]}` with the newest records that fit into `max_bytes`, but at least one if there is
/// one. A record has the members of a line of the journal without raw bytes, `position` first and `text`, the line of
/// `jobrig serve --log`, last.
std::string exchanges_json(const NewExchanges& exchanges, std::size_t max_bytes);

}  // namespace jobrig::admin
