// Key states: what is remembered for each key (thing and job as asked for): how many requests it made, how far it is in
// each rule's answers, and what was found out about it once. It decides nothing.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "plan/rule_table.h"
#include "state/world.h"

namespace jobrig::plan {

/// How often a rule has answered a key; only for rules that count.
struct Cursor {
  std::uint32_t rule;
  std::uint64_t used;
};

/// The rules that could answer an operation for a key.
struct Candidates {
  model::Operation operation;
  const RuleTable::Indices* rules;
};

struct KeyState {
  std::uint64_t stream = 0;  // of base::Random
  std::uint64_t next_ordinal = 0;
  std::uint64_t resets_seen = 0;       // of things; when there were more since, it may be one of those
  state::ThingState* thing = nullptr;  // null: the scenario has none of that name
  std::optional<std::size_t> job;      // its place in the thing; absent: none, or `$next`
  std::vector<Candidates> candidates;  // of the operations that were asked for
  std::vector<Cursor> cursors;

  /// How often the rule has answered.
  [[nodiscard]] std::uint64_t used(std::uint32_t rule) const;
  void count_use(std::uint32_t rule);
};

/// A key's state with its shard locked as long as this lives.
struct LockedKey {
  std::unique_lock<std::mutex> lock;
  KeyState* state;
  std::uint64_t* examined;  // grows with each condition of a rule that was looked at
};

/// Thread-safe: 64 shards by key. A key that was seen stays (about 200 bytes): a scenario's counters must not be
/// forgotten, and names that no scenario could have are counted under an empty one.
class KeyStates {
 public:
  KeyStates(const RuleTable& rules, state::World& world, std::string scenario, std::uint64_t seed);

  /// The state of a key, made when it is new.
  LockedKey lock(std::string_view thing, std::string_view job);

  /// Forgets what was counted for the key, whose executions begin anew at `now`; without a job, for all keys of the
  /// thing: each finds out when it is asked for next, so that nobody has to look for them.
  void reset(std::string_view thing, std::optional<std::string_view> job, base::Instant now);

  /// The rules that could answer the call. With `key_is_subject` (the key's names are the call's own) they are
  /// found once and kept; else they are found now and stay in `scratch`.
  const RuleTable::Indices& candidates(const LockedKey& key, const model::Call& call, bool key_is_subject,
                                       RuleTable::Indices& scratch);

  /// How many rules were looked at so far, for all keys: for the test that matching is constant work.
  [[nodiscard]] std::uint64_t examined() const;

 private:
  static constexpr std::size_t kShards = 64;

  struct Name {
    std::string thing;
    std::string job;
    std::size_t hash;
  };
  struct NameView {
    std::string_view thing;
    std::string_view job;
    std::size_t hash;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(const Name& name) const { return name.hash; }
    std::size_t operator()(const NameView& name) const { return name.hash; }
  };
  struct Equal {
    using is_transparent = void;
    template <typename A, typename B>
    bool operator()(const A& a, const B& b) const {
      return a.hash == b.hash && a.thing == b.thing && a.job == b.job;
    }
  };
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<Name, KeyState, Hash, Equal> keys;
    std::uint64_t examined = 0;
  };

  [[nodiscard]] KeyState make(std::string_view thing, std::string_view job);
  void catch_up(KeyState& key, std::string_view thing, std::string_view job);

  const RuleTable& rules_;
  state::World& world_;
  std::string scenario_;
  std::uint64_t seed_;
  std::array<Shard, kShards> shards_;
  // Most keys of a fleet have the same candidates: each different list is kept once.
  std::mutex lists_mutex_;
  std::set<RuleTable::Indices> lists_;
  std::atomic<std::uint64_t> resets_{0};  // of things, so far
  std::mutex resets_mutex_;
  std::map<std::string, std::uint64_t, std::less<>>
      last_reset_;  // guarded by resets_mutex_: which was the thing's last
};

}  // namespace jobrig::plan
