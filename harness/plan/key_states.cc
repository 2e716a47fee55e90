#include "plan/key_states.h"

#include <algorithm>
#include <utility>

#include "base/random.h"

namespace jobrig::plan {
namespace {

// Each shard may keep this many names above the total limit. Without it, two names in a small shard would evict each
// other as long as other shards are full.
constexpr std::size_t kMinCounted = 64;

/// Returns whether the scenario contains the key, or the key stands for all names that no thing can have.
bool is_of_scenario(const KeyState& key, std::string_view thing, std::string_view job) {
  return thing.empty() || (key.thing != nullptr && (key.job || job.empty() || job == "$next"));
}

}  // namespace

Cursor& cursor_of(Cursors& cursors, std::uint32_t rule) {
  const auto cursor = std::find_if(cursors.begin(), cursors.end(), [&](const Cursor& one) { return one.rule == rule; });
  return cursor == cursors.end() ? cursors.emplace_front(Cursor{rule}) : *cursor;
}

void keep_cursors_of(const RuleTable& rules, Cursors& cursors) {
  std::erase_if(cursors, [&rules](const Cursor& cursor) { return !rules.has_id(cursor.rule); });
}

const RuleTable::Indices* KeyState::candidates_for(model::Operation wanted) const {
  if (candidates == nullptr || operation == wanted) {
    return candidates;
  }
  const auto found = std::find_if(other_candidates.begin(), other_candidates.end(),
                                  [wanted](const Candidates& other) { return other.operation == wanted; });
  return found == other_candidates.end() ? nullptr : found->rules;
}

void KeyState::add_candidates(model::Operation of, const RuleTable::Indices& rules) {
  if (candidates == nullptr) {
    candidates = &rules;
    operation = of;
  } else {
    other_candidates.push_front({of, &rules});
  }
}

void KeyState::forget_candidates() {
  candidates = nullptr;
  other_candidates.clear();
}

const RuleTable::Indices* CandidateLists::store(const RuleTable::Indices& list) {
  const std::lock_guard lock(mutex_);
  const auto found = lists_.find(list);
  if (found != lists_.end()) {
    return &*found;
  }
  return lists_.size() < kMaxLists ? &*lists_.insert(list).first : nullptr;
}

KeyStates::KeyStates(state::World& world, std::string scenario, std::uint64_t seed, const KeyLimits& limits)
    : world_(world), scenario_(std::move(scenario)), seed_(seed), limits_(limits) {}

LockedKey KeyStates::lock(std::string_view thing, std::string_view job) {
  Shard& shard = shard_of(thing);
  std::unique_lock lock(shard.mutex);
  if (const auto of_thing = shard.things.find(thing); of_thing != shard.things.end()) {
    if (const auto found = of_thing->second.keys.find(job); found != of_thing->second.keys.end()) {
      Key& key = found->second;
      if (key.eviction != Eviction::kNever) {
        Places& list = list_of(shard, key);
        list.splice(list.begin(), list, key.place);
      }
      return {std::move(lock), &key.state, &of_thing->second.cursors, &shard.examined, &shard.answers};
    }
  }
  std::optional<KeyState> made = make(thing, job);
  if (!made) {
    ++shard.refused;
    return {std::move(lock), nullptr, nullptr, &shard.examined, &shard.answers};
  }
  const Place place = insert(shard, thing, job, std::move(*made));
  make_room(shard);
  return {std::move(lock), &place.key->second.state, &place.thing->second.cursors, &shard.examined, &shard.answers};
}

/// Returns nothing if there is no room for the state of the thing.
std::optional<KeyState> KeyStates::make(std::string_view thing, std::string_view job) {
  KeyState key;
  std::string name(thing);
  name += '/';
  name += job;
  key.stream = base::random_stream(seed_, scenario_, name);
  const state::World::Lookup found = thing.empty() ? state::World::Lookup{} : world_.look_up(thing);
  if (found.thing == nullptr && found.is_written) {
    return std::nullopt;
  }
  key.thing = found.thing;
  key.job = key.thing == nullptr ? std::nullopt : key.thing->find_job(job);
  return key;
}

KeyStates::Place KeyStates::insert(Shard& shard, std::string_view thing, std::string_view job, KeyState state) {
  // Everything that can fail comes first.
  Places place(is_of_scenario(state, thing, job) ? 0 : 1);
  auto of_thing = shard.things.find(thing);
  if (of_thing == shard.things.end()) {
    of_thing = shard.things.try_emplace(std::string(thing)).first;
  }
  const auto made = of_thing->second.keys.try_emplace(std::string(job)).first;
  Key& key = made->second;
  key.state = std::move(state);
  if (place.empty()) {
    of_scenario_.fetch_add(1, std::memory_order_relaxed);
  } else {
    place.front() = {&*of_thing, &*made};
    key.eviction = Eviction::kRecent;
    key.place = place.begin();
    shard.recent.splice(shard.recent.begin(), place);
  }
  return {&*of_thing, &*made};
}

/// Evicts keys beyond the limits, but never the key of the current request.
void KeyStates::make_room(Shard& shard) {
  while (shard.recent.size() > std::max<std::size_t>(1, limits_.recent / kShards)) {
    const Place last = shard.recent.back();
    Key& key = last.key->second;
    if (key.state.cursors.empty() && last.thing->second.cursors.empty()) {
      forget_last(shard, shard.recent);
      continue;
    }
    shard.counted.splice(shard.counted.begin(), shard.recent, key.place);
    key.eviction = Eviction::kCounted;
    counted_.fetch_add(1, std::memory_order_relaxed);
  }
  while (counted_.load(std::memory_order_relaxed) > limits_.counted && shard.counted.size() > kMinCounted) {
    forget_last(shard, shard.counted);
    ++shard.evicted;
  }
}

void KeyStates::forget_last(Shard& shard, Places& list) {
  const Place last = list.back();
  unlist(shard, last.key->second);
  Thing& of_thing = last.thing->second;
  of_thing.keys.erase(of_thing.keys.find(last.key->first));
  if (of_thing.keys.empty()) {
    shard.things.erase(shard.things.find(last.thing->first));
  }
}

/// Call it before a key is erased.
void KeyStates::unlist(Shard& shard, Key& key) {
  if (key.eviction == Eviction::kNever) {
    of_scenario_.fetch_sub(1, std::memory_order_relaxed);
    return;
  }
  if (key.eviction == Eviction::kCounted) {
    counted_.fetch_sub(1, std::memory_order_relaxed);
  }
  list_of(shard, key).erase(key.place);
}

void KeyStates::reset(std::string_view thing, std::optional<std::string_view> job, base::Instant now) {
  state::ThingState* const state = thing.empty() ? nullptr : world_.find_made(thing);
  const std::optional<std::size_t> index = state != nullptr && job ? state->find_job(*job) : std::nullopt;
  if (state != nullptr && (!job || index)) {
    state->reset(index, now);
  }
  Things::node_type gone;  // freed after the lock is released
  Shard& shard = shard_of(thing);
  const std::lock_guard lock(shard.mutex);
  const auto of_thing = shard.things.find(thing);
  if (of_thing == shard.things.end()) {
    return;
  }
  Keys& keys = of_thing->second.keys;
  if (job) {
    if (const auto found = keys.find(*job); found != keys.end()) {
      found->second.state = make(thing, *job).value_or(KeyState{});
    }
    return;
  }
  for (auto& [name, key] : keys) {
    unlist(shard, key);
  }
  gone = shard.things.extract(of_thing);
}

void KeyStates::look_up_again(std::string_view thing) {
  Shard& shard = shard_of(thing);
  const std::lock_guard lock(shard.mutex);
  if (const auto of_thing = shard.things.find(thing); of_thing != shard.things.end()) {
    look_up_again(shard, *of_thing);
  }
}

void KeyStates::look_up_all_again() {
  for (Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    for (Things::value_type& of_thing : shard.things) {
      look_up_again(shard, of_thing);
    }
    make_room(shard);
  }
}

void KeyStates::look_up_again(Shard& shard, Things::value_type& of_thing) {
  const std::string& thing = of_thing.first;
  state::ThingState* const state = thing.empty() ? nullptr : world_.find_thing(thing);
  for (Keys::value_type& entry : of_thing.second.keys) {
    const std::string& job = entry.first;
    Key& key = entry.second;
    key.state.thing = state;
    key.state.job = state == nullptr ? std::nullopt : state->find_job(job);
    const bool stays = is_of_scenario(key.state, thing, job);
    if (key.eviction != Eviction::kNever && stays) {
      unlist(shard, key);
      key.eviction = Eviction::kNever;
      of_scenario_.fetch_add(1, std::memory_order_relaxed);
    } else if (key.eviction == Eviction::kNever && !stays) {
      Places place(1, Place{&of_thing, &entry});
      key.eviction = Eviction::kRecent;
      key.place = place.begin();
      shard.recent.splice(shard.recent.begin(), place);
      of_scenario_.fetch_sub(1, std::memory_order_relaxed);
    }
  }
}

const RuleTable::Indices& KeyStates::candidates(CandidateLists& lists, const LockedKey& key, const model::Call& call,
                                                bool key_is_subject, RuleTable::Indices& scratch) {
  const RuleTable& rules = lists.rules();
  if (key.state->rules_version < rules.version()) {
    key.state->rules_version = rules.version();
    key.state->forget_candidates();
    keep_cursors_of(rules, key.state->cursors);
    keep_cursors_of(rules, *key.cursors_of_thing);
  }
  // A request that was planned with older rules does not disturb what newer ones have cached.
  if (!key_is_subject || !call.operation || key.state->rules_version != rules.version()) {
    scratch = rules.candidates(call, *key.examined);
    return scratch;
  }
  if (const RuleTable::Indices* const known = key.state->candidates_for(*call.operation)) {
    return *known;
  }
  scratch = rules.candidates(call, *key.examined);
  const RuleTable::Indices* const list = lists.store(scratch);
  if (list == nullptr) {
    return scratch;
  }
  key.state->add_candidates(*call.operation, *list);
  return *list;
}

std::uint64_t KeyStates::examined() const {
  std::uint64_t sum = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    sum += shard.examined;
  }
  return sum;
}

KeyCounts KeyStates::counts() const {
  KeyCounts counts;
  counts.of_scenario = of_scenario_.load(std::memory_order_relaxed);
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    counts.others += shard.recent.size() + shard.counted.size();
    counts.evicted += shard.evicted;
    counts.refused += shard.refused;
  }
  return counts;
}

}  // namespace jobrig::plan
