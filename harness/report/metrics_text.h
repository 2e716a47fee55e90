// Metrics text: counts in the text format that Prometheus scrapes (version 0.0.4). It counts nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "report/exchange_counts.h"

namespace jobrig::report {

inline constexpr std::string_view kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

/// What there is to tell of one scenario that is served.
struct Metrics {
  ExchangeCounts counts;
  std::uint64_t journal_records = 0;  // in memory
  std::uint64_t journal_evicted = 0;
  std::uint64_t sandboxes = 0;
  base::Instant time{};  // the scenario's
  double rate = 1;       // of its clock
  std::string version;   // the program's
};

/// Every series with HELP and TYPE. A label's value may hold any bytes: `\`, `"` and line ends are escaped, what is no
/// UTF-8 is replaced.
std::string metrics_text(const Metrics& metrics);

}  // namespace jobrig::report
