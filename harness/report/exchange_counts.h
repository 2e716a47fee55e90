// Exchange counts: how many exchanges there were by what was asked, answered and done to them: what metrics are made
// of. It keeps no exchange.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "model/exchange.h"

namespace jobrig::report {

/// Not thread-safe.
struct ExchangeCounts {
  std::map<std::pair<std::string, int>, std::uint64_t> requests;           // by operation and status
  std::map<std::string, std::uint64_t, std::less<>> faults;                // by name
  std::map<std::pair<std::string, std::uint32_t>, std::uint64_t> answers;  // by rule and which of its answers
  std::map<model::CloseReason, std::uint64_t> close_reasons;
  std::uint64_t refused = 0;  // as no HTTP
  std::uint64_t bytes_received = 0;
  std::uint64_t bytes_sent = 0;

  void count(const model::Exchange& exchange);
};

}  // namespace jobrig::report
