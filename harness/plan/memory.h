// Memory: what planners remember of the requests so far, in addition to the world: counters, buckets, tokens and
// connections. It stays when a planner with other rules follows. It decides nothing.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "base/random.h"
#include "model/scenario.h"
#include "plan/command_executions.h"
#include "plan/connection_choice.h"
#include "plan/in_flight.h"
#include "plan/key_states.h"
#include "plan/throttle.h"

namespace jobrig::plan {

/// The random numbers that select faults are a separate stream. This makes the selection independent of the moment: the
/// same number decides after the request head and after the whole request.
constexpr std::uint64_t kFaultRolls = 0x6A6F62726967F417U;
inline base::Random fault_rolls(const KeyState& key, std::uint64_t ordinal) {
  return base::Random(key.stream ^ kFaultRolls, ordinal);
}

/// `connections:` of a scenario and how many connections used them. Thread-safe.
struct ConnectionMemory {
  ConnectionMemory(std::vector<model::ConnectionStep> list, const state::VirtualClock& clock)
      : steps(std::move(list)), choice(steps, clock) {}
  const std::vector<model::ConnectionStep> steps;
  ConnectionChoice choice;
};

/// Each part is thread-safe, unless noted. Rules are known by their IDs, which no two rules share.
struct Memory {
  Memory(state::World& world, const std::string& scenario, std::uint64_t seed, const KeyLimits& limits)
      : keys(world, scenario, seed, limits), accept_stream(base::random_stream(seed, scenario, "") ^ kFaultRolls) {}

  KeyStates keys;
  CommandExecutions commands;
  SharedBuckets shared_buckets;
  std::mutex shared_mutex;
  Cursors shared_cursors;                  // guarded by shared_mutex; of the rules that count for the whole server
  InFlight limited;                        // requests of rules with a limit of concurrent requests
  InFlight loaded;                         // requests of rules with a fault that looks at the load
  const std::uint64_t accept_stream;       // stream of the random numbers for connections
  std::atomic<std::uint64_t> accepted{0};  // connections, counted only if rules apply at accept
  std::atomic<std::uint32_t> ids{0};       // of rules: the next one
};

}  // namespace jobrig::plan
