#include "wire/attempts.h"

#include <algorithm>

namespace jobrig::wire {
namespace {

/// The index of the call (from 0) during which the request arrived. Requests before the first call count for the first
/// call.
std::size_t call_of(const model::CaseRecord& record, const model::Exchange& exchange) {
  std::size_t call = 0;
  while (call + 1 < record.calls.size() && record.calls[call + 1].began <= arrival_of(exchange)) {
    ++call;
  }
  return call;
}

}  // namespace

bool holds_request(const model::Exchange& exchange) { return !exchange.request.empty() && exchange.handshake.empty(); }

base::Monotonic arrival_of(const model::Exchange& exchange) {
  return exchange.request_whole == base::Monotonic{} ? exchange.ended : exchange.request_whole;
}

base::Monotonic answered_at(const model::Exchange& exchange) {
  return exchange.last_byte == base::Monotonic{} ? exchange.ended : exchange.last_byte;
}

std::vector<std::vector<std::size_t>> requests_by_call(const model::CaseRecord& record) {
  std::vector<std::vector<std::size_t>> calls(std::max<std::size_t>(1, record.calls.size()));
  for (std::size_t i = 0; i < record.exchanges.size(); ++i) {
    if (holds_request(record.exchanges[i])) {
      calls[call_of(record, record.exchanges[i])].push_back(i);
    }
  }
  return calls;
}

std::vector<std::size_t> requests_of(const model::CaseRecord& record, std::optional<std::size_t> call) {
  std::vector<std::size_t> indices;
  const auto calls = requests_by_call(record);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (!call || *call == i + 1) {
      indices.insert(indices.end(), calls[i].begin(), calls[i].end());
    }
  }
  return indices;
}

}  // namespace jobrig::wire
