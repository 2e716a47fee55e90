// Histogram: counts whole numbers by ranges, for the metrics. Threads add to it without a lock. It knows no units.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace jobrig::metrics {

/// What a histogram has counted. The last count is of values above all bounds.
struct HistogramTotals {
  static constexpr std::size_t kMaxBounds = 20;

  std::array<std::uint64_t, kMaxBounds + 1> counts{};
  std::uint64_t sum = 0;
};

/// Thread-safe. A reader can see a value in the counts before it is in the sum.
class Histogram {
 public:
  /// `bounds`: at most kMaxBounds, ascending, inclusive upper ends of the ranges. They must outlive the histogram.
  explicit Histogram(std::span<const std::uint64_t> bounds) : bounds_(bounds) {}

  void observe(std::uint64_t value) noexcept {
    const auto place = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
    counts_[static_cast<std::size_t>(place)].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
  }

  void add_to(HistogramTotals& totals) const noexcept {
    for (std::size_t i = 0; i <= bounds_.size(); ++i) {
      totals.counts[i] += counts_[i].load(std::memory_order_relaxed);
    }
    totals.sum += sum_.load(std::memory_order_relaxed);
  }

 private:
  std::span<const std::uint64_t> bounds_;
  std::array<std::atomic<std::uint64_t>, HistogramTotals::kMaxBounds + 1> counts_{};
  std::atomic<std::uint64_t> sum_{0};
};

}  // namespace jobrig::metrics
