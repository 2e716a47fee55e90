// Metrics text: formats counters in the Prometheus text format (version 0.0.4). It does not count.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "report/exchange_counts.h"

namespace jobrig::report {

inline constexpr std::string_view kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

/// The metrics of one served scenario.
struct Metrics {
  ExchangeCounts counts;
  std::uint64_t journal_records = 0;  // in memory
  std::uint64_t journal_evicted = 0;
  std::uint64_t journal_bytes = 0;  // estimate
  std::uint64_t keys_of_scenario = 0;
  std::uint64_t other_keys = 0;
  std::uint64_t keys_evicted = 0;
  std::uint64_t keys_refused = 0;  // requests
  std::uint64_t client_tokens = 0;
  std::uint64_t held_request_bytes = 0;
  std::uint64_t held_response_bytes = 0;
  std::uint64_t admin_held_bytes = 0;
  std::uint64_t admin_unread_bytes = 0;
  std::uint64_t journal_file_dropped = 0;  // exchanges
  std::uint64_t journal_file_queued_bytes = 0;
  std::uint64_t log_lines_dropped = 0;
  std::uint64_t internal_failures = 0;
  std::uint64_t sandboxes = 0;
  base::Instant time{};  // the virtual time of the scenario
  double rate = 1;       // of the scenario's clock
  std::string version;   // of the program
};

/// Every series with HELP and TYPE. The value of a label may contain any bytes: `\`, `"` and line ends are escaped,
/// bytes that are not UTF-8 are replaced.
std::string metrics_text(const Metrics& metrics);

}  // namespace jobrig::report
