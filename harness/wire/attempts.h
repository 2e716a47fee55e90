// Attempts: assigns the exchanges of a record to its calls and measures the times between them. A request belongs to
// the call during which it arrived, because a client makes its calls one after the other. It judges nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "model/case_record.h"

namespace jobrig::wire {

/// False for a connection without a request, for example a failed handshake or a connection that was closed at once.
bool holds_request(const model::Exchange& exchange);

/// The indices of the exchanges with a request, by arrival, of one call (from 1) or of all calls.
std::vector<std::size_t> requests_of(const model::CaseRecord& record, std::optional<std::size_t> call = std::nullopt);

/// One list of such indices per call; empty for a call without a request.
std::vector<std::vector<std::size_t>> requests_by_call(const model::CaseRecord& record);

/// When the request was complete, or when its exchange ended if it never was.
base::Monotonic arrival_of(const model::Exchange& exchange);
/// When the last byte of the response was sent, or when the exchange ended if no byte was sent.
base::Monotonic answered_at(const model::Exchange& exchange);

}  // namespace jobrig::wire
