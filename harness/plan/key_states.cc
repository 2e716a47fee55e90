#include "plan/key_states.h"

#include <algorithm>
#include <utility>

#include "base/random.h"

namespace jobrig::plan {
namespace {

std::size_t hash_of(std::string_view thing, std::string_view job) {
  // The multiplication by the golden ratio makes the hash of `a`/`b` differ from that of `b`/`a`.
  return std::hash<std::string_view>()(thing) * 0x9e3779b97f4a7c15ULL + std::hash<std::string_view>()(job);
}

auto find_cursor(auto& cursors, std::uint32_t rule) {
  return std::find_if(cursors.begin(), cursors.end(), [&](const Cursor& cursor) { return cursor.rule == rule; });
}

}  // namespace

std::uint64_t KeyState::used(std::uint32_t rule) const {
  const auto cursor = find_cursor(cursors, rule);
  return cursor == cursors.end() ? 0 : cursor->used;
}

void KeyState::count_use(std::uint32_t rule) {
  const auto cursor = find_cursor(cursors, rule);
  if (cursor == cursors.end()) {
    cursors.push_back({rule, 1});
  } else {
    ++cursor->used;
  }
}

KeyStates::KeyStates(const RuleTable& rules, state::World& world, std::string scenario, std::uint64_t seed)
    : rules_(rules), world_(world), scenario_(std::move(scenario)), seed_(seed) {}

LockedKey KeyStates::lock(std::string_view thing, std::string_view job) {
  const NameView name{thing, job, hash_of(thing, job)};
  // The map uses the low bits of the hash for its buckets. High bits select the shard.
  Shard& shard = shards_[(name.hash >> 40U) % kShards];
  std::unique_lock lock(shard.mutex);
  auto found = shard.keys.find(name);
  if (found == shard.keys.end()) {
    found = shard.keys.emplace(Name{std::string(thing), std::string(job), name.hash}, make(thing, job)).first;
  } else if (found->second.resets_seen != resets_.load(std::memory_order_acquire)) {
    catch_up(found->second, thing, job);
  }
  return {std::move(lock), &found->second, &shard.examined};
}

KeyState KeyStates::make(std::string_view thing, std::string_view job) {
  KeyState key;
  key.resets_seen = resets_.load(std::memory_order_acquire);
  std::string name(thing);
  name += '/';
  name += job;
  key.stream = base::random_stream(seed_, scenario_, name);
  key.thing = thing.empty() ? nullptr : world_.find_thing(thing);
  if (key.thing != nullptr) {
    key.job = key.thing->find_job(job);
  }
  return key;
}

void KeyStates::reset(std::string_view thing, std::optional<std::string_view> job, base::Instant now) {
  if (job) {
    const LockedKey key = lock(thing, *job);
    if (key.state->thing != nullptr && key.state->job) {
      key.state->thing->reset(key.state->job, now);
    }
    *key.state = make(thing, *job);
    return;
  }
  if (state::ThingState* const made = thing.empty() ? nullptr : world_.find_thing(thing)) {
    made->reset(std::nullopt, now);
  }
  const std::lock_guard lock(resets_mutex_);
  last_reset_.insert_or_assign(std::string(thing), resets_.load(std::memory_order_relaxed) + 1);
  resets_.fetch_add(1, std::memory_order_release);
}

/// Applies resets since the key's last request. The caller holds the lock of its shard.
void KeyStates::catch_up(KeyState& key, std::string_view thing, std::string_view job) {
  std::unique_lock lock(resets_mutex_);
  const auto last = last_reset_.find(thing);
  const bool was_reset = last != last_reset_.end() && last->second > key.resets_seen;
  key.resets_seen = resets_.load(std::memory_order_relaxed);
  lock.unlock();
  if (was_reset) {
    key = make(thing, job);
  }
}

const RuleTable::Indices& KeyStates::candidates(const LockedKey& key, const model::Call& call, bool key_is_subject,
                                                RuleTable::Indices& scratch) {
  if (!key_is_subject || !call.operation) {
    scratch = rules_.candidates(call, *key.examined);
    return scratch;
  }
  std::vector<Candidates>& known = key.state->candidates;
  const auto operation = std::find_if(known.begin(), known.end(), [&](const Candidates& candidates) {
    return candidates.operation == *call.operation;
  });
  if (operation != known.end()) {
    return *operation->rules;
  }
  RuleTable::Indices found = rules_.candidates(call, *key.examined);
  const std::lock_guard lock(lists_mutex_);
  known.push_back({*call.operation, &*lists_.insert(std::move(found)).first});
  return *known.back().rules;
}

std::uint64_t KeyStates::examined() const {
  std::uint64_t sum = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    sum += shard.examined;
  }
  return sum;
}

}  // namespace jobrig::plan
