// Exchange counts: counters and histograms of exchanges for the metrics. They store no exchanges.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "metrics/attempts.h"
#include "metrics/histogram.h"
#include "metrics/label_counts.h"
#include "model/exchange.h"

namespace jobrig::metrics {

/// Upper bounds of the histograms. Durations are in microseconds.
inline constexpr std::array<std::uint64_t, 17> kAnswerBounds{
    100,     250,     500,     1'000,     2'500,     5'000,     10'000,     25'000,    50'000,
    100'000, 250'000, 500'000, 1'000'000, 2'500'000, 5'000'000, 10'000'000, 30'000'000};
inline constexpr std::array<std::uint64_t, 16> kGapBounds{
    1'000,     5'000,     10'000,    50'000,     100'000,    250'000,    500'000,     1'000'000,
    2'000'000, 4'000'000, 8'000'000, 15'000'000, 30'000'000, 60'000'000, 300'000'000, 900'000'000};
inline constexpr std::array<std::uint64_t, 10> kAttemptBounds{1, 2, 3, 4, 5, 6, 8, 10, 15, 20};

/// What was counted so far.
struct ExchangeTotals {
  LabelCounts::Totals requests;  // by operation and status
  LabelCounts::Totals answers;   // by rule and number of its response
  LabelCounts::Totals faults;    // by name; the number is 0
  std::map<model::CloseReason, std::uint64_t> close_reasons;
  std::uint64_t refused = 0;  // rejected as invalid HTTP
  std::uint64_t bytes_received = 0;
  std::uint64_t bytes_sent = 0;
  HistogramTotals answer_us;  // from the last byte of the request to the last byte of the response
  HistogramTotals gap_us;     // from the end of an attempt to the next one of the same call
  HistogramTotals attempts;   // per call that ended
};

/// Thread-safe. Counting takes no lock, and allocates only for a label that occurs for the first time.
class ExchangeCounts {
 public:
  enum class Size { kSmall, kLarge };  // kLarge: for many threads and thousands of things
  explicit ExchangeCounts(Size size = Size::kLarge);

  /// Scenarios and resets have different eras: a call does not continue in the next.
  [[nodiscard]] std::uint64_t next_era() noexcept { return ++eras_; }
  void count(const model::Exchange& exchange, std::uint64_t era);
  [[nodiscard]] ExchangeTotals totals() const;

 private:
  using Counter = std::atomic<std::uint64_t>;
  /// The part of one thread; more threads than shards share them.
  struct alignas(64) Shard {
    std::array<Counter, 5> close_reasons{};
    Counter refused{0};
    Counter bytes_received{0};
    Counter bytes_sent{0};
    Histogram answer_us{kAnswerBounds};
    Histogram gap_us{kGapBounds};
    Histogram attempts{kAttemptBounds};
  };

  std::vector<Shard> shards_;
  LabelCounts requests_;
  LabelCounts answers_;
  LabelCounts faults_;
  Attempts attempts_;
  Counter eras_{0};
};

}  // namespace jobrig::metrics
