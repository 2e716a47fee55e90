// World: the things of a scenario and where their executions stand. A thing of a fleet costs nothing until somebody
// asks for it. It knows no requests, no rules and no JSON.
#pragma once

#include <array>
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
#include "state/thing.h"
#include "state/virtual_clock.h"

namespace jobrig::state {

/// Thread-safe. Things are spread over 64 shards by name, each with a lock that is held for one look-up; from then on a
/// thing has its own lock, so that workers that ask for different things never wait for each other.
class World {
 public:
  /// Borrows the scenario, which must outlive it. Relative times count from the clock's start.
  World(const model::Scenario& scenario, const VirtualClock& clock);

  /// The thing of that name, made when it is the first time that somebody asks; null when the scenario has none. It
  /// stays where it is as long as the world lives, so that callers may keep the pointer.
  ThingState* find_thing(std::string_view name);

  /// How many things have been made.
  [[nodiscard]] std::size_t made() const;

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
  // Where a name stands in the scenario.
  struct Written {
    const model::Thing* thing;
    std::size_t first_index;
    std::uint64_t number;
  };

  [[nodiscard]] std::optional<Written> find_written(std::string_view name) const;

  base::Instant start_;
  ByName<Written> literals_;     // never changes after construction
  std::vector<Written> ranges_;  // neither
  std::array<Shard, kShards> shards_;
};

}  // namespace jobrig::state
