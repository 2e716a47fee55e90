// Metrics: what an experiment measures in the journal of a mock, and limits for it. One row in metrics.cc adds a
// metric. It reads no journal (attempts.h does).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace jobrig::experiment {

/// One request of a client and its response.
struct Attempt {
  base::Instant arrived{};  // scenario time
  std::uint64_t call = 0;   // the same number for all attempts of a call
  base::Duration took{0};   // from the end of the request to the last byte, real time
  bool answered = false;    // a complete response was sent
  bool success = false;     // it is complete and has a status from 200 to 299
};

/// What is known of a number of attempts.
struct Measurement {
  std::size_t requests = 0;
  std::size_t calls = 0;
  double successes = 0;         // share of the requests
  double call_successes = 0;    // share of the calls with a successful attempt
  double retries_per_call = 0;  // attempts of a call after its first
  base::Duration p50{0};        // of complete responses
  base::Duration p99{0};

  friend bool operator==(const Measurement&, const Measurement&) = default;
};

Measurement measure(std::span<const Attempt> attempts);

enum class Unit : std::uint8_t { kShare, kNumber, kDuration };

struct MetricRow {
  std::string_view word;  // successes
  Unit unit;
  std::string_view meaning;
  double (*of)(const Measurement& measurement);  // durations in microseconds
};

std::span<const MetricRow> metrics();

/// `successes: {at-least: 99%}`
struct Limit {
  std::size_t metric = 0;  // index of its row
  bool at_least = true;    // otherwise at most
  double bound = 0;
};

/// A limit and what was measured.
struct Finding {
  Limit limit;
  double value = 0;
  bool holds = true;
};

std::vector<Finding> judge(const std::vector<Limit>& limits, const Measurement& measurement);

/// `99.5%`, `0.25`, `12ms`.
std::string value_text(Unit unit, double value);
/// `at least 99%`.
std::string limit_text(const Limit& limit);
/// `successes 42%, expected at least 99%`.
std::string finding_text(const Finding& finding);

}  // namespace jobrig::experiment
