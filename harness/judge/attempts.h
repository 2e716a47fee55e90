// Attempts: which exchanges of a record belong to which of its calls, and the times between them. A call's requests are
// those that arrived between its begin and the next call's: one client makes them one after the other.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "model/case_record.h"

namespace jobrig::judge {

/// False for a connection on which no request came: a handshake that failed, a connection that was ended at once.
bool holds_request(const model::Exchange& exchange);

/// Indices of the exchanges with a request, by arrival, of the call (from 1) or of all.
std::vector<std::size_t> requests_of(const model::CaseRecord& record, std::optional<std::size_t> call = std::nullopt);

/// One list of such indices a call; empty lists for calls without a request.
std::vector<std::vector<std::size_t>> requests_by_call(const model::CaseRecord& record);

/// When the request was whole; when its exchange ended if it never was.
base::Monotonic arrival_of(const model::Exchange& exchange);
/// When the last byte of the answer left; when the exchange ended if none did.
base::Monotonic answered_at(const model::Exchange& exchange);

}  // namespace jobrig::judge
