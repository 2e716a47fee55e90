// Key states: the state of each key (thing and job as requested): the number of its requests, its cursor in the answers
// of each rule, and cached lookups. It decides nothing.
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

/// How often a rule has answered a key. Only for rules that count.
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
  std::uint64_t stream = 0;  // the stream for base::Random
  std::uint64_t next_ordinal = 0;
  std::uint64_t resets_seen = 0;       // resets_ at the last request; a higher count may include this thing
  state::ThingState* thing = nullptr;  // null: the scenario has no such thing
  std::optional<std::size_t> job;      // index in the thing; absent: none, or `$next`
  std::vector<Candidates> candidates;  // for the operations requested so far
  std::vector<Cursor> cursors;

  /// How often the rule has answered.
  [[nodiscard]] std::uint64_t used(std::uint32_t rule) const;
  void count_use(std::uint32_t rule);
};

/// The state of a key. Holds the lock of its shard.
struct LockedKey {
  std::unique_lock<std::mutex> lock;
  KeyState* state;
  std::uint64_t* examined;  // counts the rules examined
};

/// Thread-safe: 64 shards by key. A key is never evicted (about 200 bytes), because the counters of a scenario must not
/// be lost. Names that no scenario can contain share one empty key, which bounds the number of keys.
class KeyStates {
 public:
  KeyStates(const RuleTable& rules, state::World& world, std::string scenario, std::uint64_t seed);

  /// The state of a key, created on first use.
  LockedKey lock(std::string_view thing, std::string_view job);

  /// Resets the counters of the key; its executions restart at `now`. Without a job, resets all keys of the thing. Each
  /// key applies the reset on its next request, which avoids a search for the keys.
  void reset(std::string_view thing, std::optional<std::string_view> job, base::Instant now);

  /// The rules that could answer the call. With `key_is_subject` (the names of the key are those of the call) they are
  /// looked up once and cached. Otherwise they are looked up now and stored in `scratch`.
  const RuleTable::Indices& candidates(const LockedKey& key, const model::Call& call, bool key_is_subject,
                                       RuleTable::Indices& scratch);

  /// The number of rules examined so far, for all keys. Used to test that matching takes constant work.
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
  // Most keys of a fleet have the same candidates. Each distinct list is stored once.
  std::mutex lists_mutex_;
  std::set<RuleTable::Indices> lists_;
  std::atomic<std::uint64_t> resets_{0};  // number of thing resets so far
  std::mutex resets_mutex_;
  std::map<std::string, std::uint64_t, std::less<>>
      last_reset_;  // guarded by resets_mutex_: the number of each thing's last reset
};

}  // namespace jobrig::plan
