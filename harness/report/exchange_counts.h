// Exchange counts: counters of exchanges by operation, status, fault and rule, for the metrics. It stores no exchanges.
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
  std::map<std::pair<std::string, std::uint32_t>, std::uint64_t> answers;  // by rule and number of its response
  std::map<model::CloseReason, std::uint64_t> close_reasons;
  std::uint64_t refused = 0;  // rejected as invalid HTTP
  std::uint64_t bytes_received = 0;
  std::uint64_t bytes_sent = 0;

  void count(const model::Exchange& exchange);
};

}  // namespace jobrig::report
