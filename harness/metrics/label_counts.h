// Label counts: counters by a name and a number, for metrics with labels. The number of counters is bounded. They
// format nothing.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace jobrig::metrics {

/// Thread-safe without locks. Memory is allocated only when a name and number occur for the first time.
class LabelCounts {
 public:
  using Totals = std::map<std::pair<std::string, std::uint32_t>, std::uint64_t>;

  /// Names beyond this number share the counter of kOther.
  static constexpr std::size_t kMax = 1'000;
  static constexpr std::string_view kOther = "(other)";

  /// `shards`: threads with different shards do not share cache lines.
  explicit LabelCounts(std::size_t shards) : shards_(shards) {}
  LabelCounts(const LabelCounts&) = delete;
  LabelCounts& operator=(const LabelCounts&) = delete;
  ~LabelCounts();

  /// Counts one in the shard. Throws std::bad_alloc when there is no memory for a new counter.
  void add(std::size_t shard, std::string_view name, std::uint32_t number);
  [[nodiscard]] Totals totals() const;

 private:
  struct alignas(64) Cell {
    std::atomic<std::uint64_t> count{0};
  };
  struct Counter {
    std::string name;
    std::uint32_t number;
    std::unique_ptr<Cell[]> cells;  // NOLINT: atomics cannot be moved in a container
    Counter* next;                  // of the same slot
  };

  static const Counter* find(const Counter* first, std::string_view name, std::uint32_t number);
  const Counter& counter_of(std::string_view name, std::uint32_t number);

  const std::size_t shards_;
  std::array<std::atomic<Counter*>, 64> slots_{};  // lists by hash; counters are only added
  std::atomic<std::size_t> size_{0};               // number of counters except kOther
};

}  // namespace jobrig::metrics
