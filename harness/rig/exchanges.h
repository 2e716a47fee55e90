// Exchanges: converts the filters of a test into those of the journal, and records of the journal into the exchanges
// that a test sees. It stores none.
#pragma once

#include <string>

#include "jobrig/rig.h"
#include "journal/memory.h"
#include "model/scenario.h"

namespace jobrig::rig {

/// Throws std::invalid_argument, with the nearest valid word, if the filter can never match in this scenario.
journal::JournalFilter journal_filter(const ExchangeFilter& filter, const model::Scenario& scenario);

Exchange exchange_of(const journal::JournalRecord& record);

/// The filter for a message: ` (rule "outage", status 429)`; empty if it matches everything.
std::string text_of(const ExchangeFilter& filter);

}  // namespace jobrig::rig
