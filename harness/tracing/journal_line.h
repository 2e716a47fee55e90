// Journal line: reads a line of a journal file back. harness/journal/line.h describes the format. It opens no files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/exchange.h"

namespace jobrig::tracing {

struct JournalLine {
  bool is_event = false;      // of the journal itself, not an exchange
  std::uint64_t missing = 0;  // of an event: how many exchanges are missing here
  model::Exchange exchange;   // as recorded, without its response
  std::string endpoint;       // of a journal that was joined from several servers; empty: unknown
};

/// The error says which member is wrong and what it must be. Unknown members are ignored.
base::Result<JournalLine> read_journal_line(std::string_view line);

}  // namespace jobrig::tracing
