// Key states: the state of each key (thing and job as requested): the number of its requests, its cursor in the answers
// of each rule, its token buckets, and cached lookups. It decides nothing.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <forward_list>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "plan/answer_cache.h"
#include "plan/rule_table.h"
#include "state/world.h"

namespace jobrig::plan {

/// The state of a rule for a key. Only for rules that count or throttle.
struct Cursor {
  std::uint32_t rule;         // its ID
  std::uint64_t used = 0;     // how often the rule has answered
  std::uint64_t seen = 0;     // the requests for which `when` held; only for rules with `every`
  base::Duration full_at{0};  // when its bucket is full again, in virtual time since the start
};

/// Most keys have none, and few more than two. An empty list takes 8 bytes; an empty vector takes 24.
using Cursors = std::forward_list<Cursor>;

/// Returns the cursor of the rule; creates it if it does not exist.
Cursor& cursor_of(Cursors& cursors, std::uint32_t rule);
/// Forgets the cursors of rules that the table does not have.
void keep_cursors_of(const RuleTable& rules, Cursors& cursors);

/// Most keys of a fleet have the same candidates. Each distinct list is stored once. Thread-safe. Borrows the rules.
class CandidateLists {
 public:
  explicit CandidateLists(const RuleTable& rules) : rules_(rules) {}
  [[nodiscard]] const RuleTable& rules() const { return rules_; }
  /// Returns the stored list, or null if there are too many different ones. It is valid as long as this object.
  const RuleTable::Indices* store(const RuleTable::Indices& list);

 private:
  // Names chosen for the purpose could match any subset of the globs.
  static constexpr std::size_t kMaxLists = 4'096;

  const RuleTable& rules_;
  std::mutex mutex_;
  std::set<RuleTable::Indices> lists_;  // guarded by mutex_
};

/// The rules that could answer an operation for a key.
struct Candidates {
  model::Operation operation;
  const RuleTable::Indices* rules;
};

/// Limits for keys that the scenario does not contain. World limits the others.
struct KeyLimits {
  std::size_t counted = 100'000;  // keys that a rule counts
  std::size_t recent = 4'096;     // keys that no rule counts; they are kept only for their ordinals
};

struct KeyCounts {
  std::uint64_t of_scenario = 0;
  std::uint64_t others = 0;
  std::uint64_t evicted = 0;  // other keys that a rule counted
  std::uint64_t refused = 0;  // requests for things that World had no room for
};

struct KeyState {
  std::uint64_t stream = 0;  // the stream for base::Random
  std::uint64_t next_ordinal = 0;
  state::ThingState* thing = nullptr;  // null: the scenario has no such thing
  std::optional<std::uint32_t> job;    // index in the thing; absent: none, or `$next`
  // Of the rules below, for the operations requested so far. Most keys are used for one operation.
  const RuleTable::Indices* candidates = nullptr;  // null: none yet
  std::forward_list<Candidates> other_candidates;
  Cursors cursors;
  std::uint32_t rules_version = 0;  // the newest rules with which the key was used
  model::Operation operation{};     // the one of `candidates`

  /// Null if the operation was not requested yet.
  [[nodiscard]] const RuleTable::Indices* candidates_for(model::Operation wanted) const;
  void add_candidates(model::Operation of, const RuleTable::Indices& rules);
  void forget_candidates();
};

/// The state of a key. Holds the lock of its shard.
struct LockedKey {
  std::unique_lock<std::mutex> lock;
  KeyState* state;            // null: the scenario contains the thing, and World is full
  Cursors* cursors_of_thing;  // shared by all keys of the thing
  std::uint64_t* examined;    // grows with each condition of a rule that was looked at
  AnswerCache* answers;       // of the shard
};

/// Thread-safe: 64 shards by thing. Keys of things and jobs of the scenario are never evicted, because their counters
/// must not be lost. Other keys are evicted beyond the limits, least recently used first. A scan of names therefore
/// neither fills the memory nor affects the keys of the scenario. Names that no thing can have share one empty key.
class KeyStates {
 public:
  KeyStates(state::World& world, std::string scenario, std::uint64_t seed, const KeyLimits& limits = {});

  /// The state of a key, created on first use.
  LockedKey lock(std::string_view thing, std::string_view job);

  /// Resets the counters of the key; its executions restart at `now`. Without a job, resets all keys of the
  /// thing. Their memory is freed after the lock of the shard is released.
  void reset(std::string_view thing, std::optional<std::string_view> job, base::Instant now);

  /// Call it after the jobs of the thing have changed: its keys look up thing and job again. Their counters stay.
  void look_up_again(std::string_view thing);
  /// The same after the things of the world have been replaced.
  void look_up_all_again();

  /// The rules that could answer the call. With `key_is_subject` (the names of the key are those of the call) they are
  /// looked up once and cached, until there are newer rules. Otherwise they are looked up now and stored in `scratch`.
  static const RuleTable::Indices& candidates(CandidateLists& lists, const LockedKey& key, const model::Call& call,
                                              bool key_is_subject, RuleTable::Indices& scratch);

  /// The number of rules examined so far, for all keys. Used to test that matching takes constant work.
  [[nodiscard]] std::uint64_t examined() const;
  [[nodiscard]] KeyCounts counts() const;

 private:
  static constexpr std::size_t kShards = 64;

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  template <typename Value>
  using ByName = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

  struct Key;
  struct Thing;
  using Things = ByName<Thing>;
  /// The keys of a thing, by job. Most things have one or two: a hash table would take its buckets for each thing.
  using Keys = std::map<std::string, Key, std::less<>>;
  /// A key that can be evicted: its nodes in the two maps.
  struct Place {
    Things::value_type* thing = nullptr;
    Keys::value_type* key = nullptr;
  };
  using Places = std::list<Place>;                                   // most recently used first
  enum class Eviction : std::uint8_t { kNever, kRecent, kCounted };  // the list that the key is in
  struct Key {
    [[no_unique_address]] KeyState state;  // the next member shares its last word
    Eviction eviction = Eviction::kNever;
    Places::iterator place{};  // in its list
  };
  struct Thing {
    Keys keys;
    Cursors cursors;
  };
  struct Shard {
    mutable std::mutex mutex;
    Things things;
    Places recent;  // keys that no rule had counted when they were created
    Places counted;
    AnswerCache answers;
    std::uint64_t evicted = 0;
    std::uint64_t refused = 0;
    std::uint64_t examined = 0;
  };

  [[nodiscard]] Shard& shard_of(std::string_view thing) { return shards_[(Hash()(thing) >> 40U) % kShards]; }
  [[nodiscard]] std::optional<KeyState> make(std::string_view thing, std::string_view job);
  Place insert(Shard& shard, std::string_view thing, std::string_view job, KeyState state);
  void make_room(Shard& shard);
  void forget_last(Shard& shard, Places& list);
  /// The list of a key that can be evicted.
  static Places& list_of(Shard& shard, const Key& key) {
    return key.eviction == Eviction::kCounted ? shard.counted : shard.recent;
  }
  void unlist(Shard& shard, Key& key);
  void look_up_again(Shard& shard, Things::value_type& of_thing);

  state::World& world_;
  std::string scenario_;
  std::uint64_t seed_;
  const KeyLimits limits_;
  std::array<Shard, kShards> shards_;
  std::atomic<std::size_t> of_scenario_{0};
  std::atomic<std::size_t> counted_{0};  // total size of all Shard::counted
};

}  // namespace jobrig::plan
