// World: the things of a scenario and the state of their executions. A thing in a range uses no memory until it is
// first requested. It does not handle requests, rules or JSON.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "model/scenario.h"
#include "state/agenda.h"
#include "state/thing.h"
#include "state/virtual_clock.h"

namespace jobrig::state {

/// Thread-safe. Things are spread over 64 shards by name. The lock of a shard is held only for a lookup. Each thing has
/// its own lock, so workers that use different things do not wait for each other.
class World {
 public:
  /// Borrows the scenario, which must outlive it. Relative times count from the clock's start. `seed` determines the
  /// values that `any` leaves to chance.
  World(const model::Scenario& scenario, const VirtualClock& clock, std::uint64_t seed,
        std::size_t max_executions = kMaxExecutions);

  /// The thing of that name, created at its first use; null if the scenario has none, or if there is no room for
  /// another. The pointer is valid as long as the world.
  ThingState* find_thing(std::string_view name);
  /// The executions of the job arrive now at the thing, which is created if it does not exist. Relative times count
  /// from `now`. The name of the job must be literal. Nothing happens if there is no room, or if the thing has an
  /// execution with the same job and number.
  enum class Added : std::uint8_t { kDone, kExists, kNoRoom };
  Added add(std::string_view thing, const model::Job& job, base::Instant now);
  /// The thing of that name, but null if it was not created yet.
  ThingState* find_made(std::string_view name);
  /// The things that are observed, and when something is due in them.
  [[nodiscard]] Agenda& agenda() { return agenda_; }
  /// Returns whether the scenario has a thing of that name.
  [[nodiscard]] bool has(std::string_view name) const { return find_written(name).has_value(); }

  /// The number of things created.
  [[nodiscard]] std::size_t made() const;

  /// Limit for the executions of all things created, about. A range can have 10^12 names.
  static constexpr std::size_t kMaxExecutions = 1'000'000;

 private:
  static constexpr std::size_t kShards = 64;

  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  template <typename Value>
  using ByName = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

  struct Shard {
    mutable std::mutex mutex;
    ByName<std::unique_ptr<ThingState>> things;
  };
  // The position of a name in the scenario.
  struct Written {
    const model::Thing* thing;
    std::uint64_t number;
  };

  [[nodiscard]] Shard& shard_of(std::string_view name) { return shards_[TextHash()(name) % kShards]; }
  [[nodiscard]] std::optional<Written> find_written(std::string_view name) const;

  const base::Instant start_;
  const Draw draw_;
  const std::size_t max_executions_;
  std::atomic<std::size_t> executions_{0};  // of all things created
  ByName<Written> literals_;                // immutable after construction
  std::vector<Written> ranges_;             // immutable after construction
  Agenda agenda_;                           // outlives the things, which point to it
  std::array<Shard, kShards> shards_;
};

}  // namespace jobrig::state
