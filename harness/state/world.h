// World: the things of a scenario and the state of their executions. A thing in a range uses no memory until it is
// first requested. It does not handle requests, rules or JSON.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "model/scenario.h"
#include "state/agenda.h"
#include "state/thing.h"
#include "state/virtual_clock.h"
#include "state/written_things.h"

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
  ThingState* find_thing(std::string_view name) { return look_up(name).thing; }
  struct Lookup {
    ThingState* thing;  // as find_thing() returns it
    bool is_written;    // the scenario has it
  };
  Lookup look_up(std::string_view name);
  /// The executions of the job arrive now at the thing, which is created if it does not exist. Relative times count
  /// from `now`. The name of the job must be literal. Nothing happens if there is no room, or if the thing has an
  /// execution with the same job and number.
  enum class Added : std::uint8_t { kDone, kExists, kNoRoom };
  Added add(std::string_view thing, const model::Job& job, base::Instant now);
  /// The thing of that name, even if the scenario no longer has it; null if it was not created yet.
  ThingState* find_made(std::string_view name);
  /// The things that are observed, and when something is due in them.
  [[nodiscard]] Agenda& agenda() { return agenda_; }
  /// Returns whether the scenario has a thing of that name.
  [[nodiscard]] bool has(std::string_view name) const;

  /// The number of things created that still exist.
  [[nodiscard]] std::size_t made() const;

  /// The things of another scenario, to take the place of the current ones. Null if there is no room for the executions
  /// of the things that were created. Executions that the current scenario does not have begin at `now`.
  using Replacement = std::shared_ptr<const WrittenThings>;
  [[nodiscard]] Replacement prepare(std::shared_ptr<const model::Scenario> scenario, base::Instant now) const;
  /// Things that are still there keep their executions (see ThingState::replace), new ones are added, and the others
  /// have no executions and are not found any more. Their observers are told. Do not call it from two threads at a
  /// time, nor between prepare() and this call. If memory runs out, some things are replaced and some are not; the call
  /// can be repeated, also with another scenario.
  ReplacedExecutions replace(Replacement next, base::Instant now);

  /// Limit for the executions of all things created, about. A range can have 10^12 names.
  static constexpr std::size_t kMaxExecutions = 1'000'000;

 private:
  static constexpr std::size_t kShards = 64;

  /// An element of a set, and therefore const to it. Only the name decides its place, and that never changes.
  struct Made {
    template <typename... Arguments>
    explicit Made(std::string name, Arguments&&... arguments)
        : thing(std::move(name), std::forward<Arguments>(arguments)...) {}

    [[no_unique_address]] mutable ThingState thing;
    mutable bool is_gone = false;  // the scenario no longer has it, and it is empty
  };
  struct SameName {
    using is_transparent = void;
    static std::string_view name_of(std::string_view name) { return name; }
    static std::string_view name_of(const Made& made) { return made.thing.name(); }
    template <typename Any>
    std::size_t operator()(const Any& one) const {
      return TextHash()(name_of(one));
    }
    template <typename One, typename Other>
    bool operator()(const One& one, const Other& other) const {
      return name_of(one) == name_of(other);
    }
  };
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_set<Made, SameName, SameName> things;  // never erased: keys point to them
  };

  [[nodiscard]] Shard& shard_of(std::string_view name) { return shards_[TextHash()(name) % kShards]; }
  [[nodiscard]] Draw draw() const;
  void replace(const Made& made, const WrittenThings& next, base::Instant now, ReplacedExecutions& replaced);

  const base::Instant start_;
  const std::size_t max_executions_;
  std::atomic<std::size_t> executions_{0};   // of all things created
  mutable std::shared_mutex written_mutex_;  // locked before that of a shard
  Replacement written_;                      // guarded by written_mutex_
  std::vector<Replacement> before_;          // that things may still borrow from; empty unless memory ran out
  Agenda agenda_;                            // outlives the things, which point to it
  std::array<Shard, kShards> shards_;
};

}  // namespace jobrig::state
