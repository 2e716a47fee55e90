// Attempts: finds which requests repeat an earlier one, from the order in which requests arrive for the same thing, job
// and operation. The table has a fixed size: it forgets the oldest of the keys that share a set. It stores no requests.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "model/exchange.h"

namespace jobrig::metrics {

/// One exchange as an attempt of its call.
struct Attempt {
  std::uint32_t number = 1;           // within the call, from 1
  std::optional<base::Duration> gap;  // since the end of the attempt before; absent: it is the first
  bool is_last = false;               // see model::ends_call()
};

/// Thread-safe without locks and without allocations. Exchanges of one key that end at the same moment can count
/// inexactly.
class Attempts {
 public:
  static constexpr std::size_t kWays = 4;

  /// Knows at most `sets` * kWays keys.
  explicit Attempts(std::size_t sets) : sets_(sets) {}

  /// `era`: exchanges of different eras (scenarios, resets) do not belong together.
  Attempt note(const model::Exchange& exchange, std::uint64_t era) noexcept;

 private:
  /// The last attempt of a call that has not ended.
  struct Slot {
    std::atomic<std::uint32_t> key{0};       // hash
    std::atomic<std::uint32_t> attempts{0};  // 0: free
    std::atomic<std::int64_t> ended{0};      // monotonic time
  };
  using Set = std::array<Slot, kWays>;

  std::vector<Set> sets_;
};

}  // namespace jobrig::metrics
