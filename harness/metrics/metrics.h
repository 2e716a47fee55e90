// Metrics: the numbers of one served scenario and its server at one moment. Plain data.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "metrics/exchange_counts.h"
#include "metrics/packet_counts.h"
#include "metrics/process_usage.h"

namespace jobrig::metrics {

/// The connections of one port, and the memory that they use.
struct PortUsage {
  std::uint64_t open_connections = 0;
  std::uint64_t connections = 0;  // accepted so far
  std::uint64_t held_request_bytes = 0;
  std::uint64_t held_response_bytes = 0;
};

struct Metrics {
  ExchangeTotals counts;
  PacketTotals packets;
  std::uint64_t journal_records = 0;  // in memory
  std::uint64_t journal_evicted = 0;
  std::uint64_t journal_bytes = 0;  // estimate
  std::uint64_t keys_of_scenario = 0;
  std::uint64_t other_keys = 0;
  std::uint64_t keys_evicted = 0;
  std::uint64_t keys_refused = 0;  // requests
  std::uint64_t client_tokens = 0;
  PortUsage main_port;
  PortUsage admin_port;
  std::uint64_t journal_file_dropped = 0;  // exchanges
  std::uint64_t journal_file_queued_bytes = 0;
  std::uint64_t log_lines_dropped = 0;
  std::uint64_t internal_failures = 0;
  std::uint64_t sandboxes = 0;
  base::Instant time{};  // the virtual time of the scenario
  double rate = 1;       // of the scenario's clock
  std::string version;   // of the program
  ProcessUsage process;
};

}  // namespace jobrig::metrics
