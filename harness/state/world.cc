#include "state/world.h"

#include <algorithm>
#include <charconv>

namespace jobrig::state {
namespace {

// The number of a name in a range, or nothing. `sensor-007` and `sensor-+7` are not in `sensor-{1..9}`.
std::optional<std::uint64_t> number_in(const model::NamePattern& range, std::string_view name) {
  if (name.size() <= range.prefix.size() + range.suffix.size() || !name.starts_with(range.prefix) ||
      !name.ends_with(range.suffix)) {
    return std::nullopt;
  }
  name.remove_prefix(range.prefix.size());
  name.remove_suffix(range.suffix.size());
  if (name.front() == '0' && name.size() > 1) {
    return std::nullopt;
  }
  std::uint64_t number = 0;
  const auto parsed = std::from_chars(name.data(), name.data() + name.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != name.data() + name.size() || number < range.first ||
      number > range.last) {
    return std::nullopt;
  }
  return number;
}

std::size_t count_executions(const model::Thing& thing) {
  std::size_t count = 0;
  for (const model::Job& job : thing.jobs) {
    count += job.executions.size();
  }
  return count;
}

}  // namespace

World::World(const model::Scenario& scenario, const VirtualClock& clock, std::uint64_t seed, std::size_t max_executions)
    : start_(clock.start()), draw_{seed, scenario.edition}, max_executions_(max_executions) {
  for (const model::Thing& thing : scenario.things) {
    const Written written{&thing, 0};
    if (thing.name.kind == model::NamePattern::Kind::kRange) {
      ranges_.push_back(written);
    } else {
      literals_.emplace(thing.name.prefix, written);
    }
  }
}

std::optional<World::Written> World::find_written(std::string_view name) const {
  if (const auto literal = literals_.find(name); literal != literals_.end()) {
    return literal->second;
  }
  for (const Written& range : ranges_) {
    if (const std::optional<std::uint64_t> number = number_in(range.thing->name, name)) {
      return Written{range.thing, *number};
    }
  }
  return std::nullopt;
}

ThingState* World::find_thing(std::string_view name) {
  const std::optional<Written> written = find_written(name);
  Shard& shard = shard_of(name);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.things.find(name);
  if (found != shard.things.end()) {
    return found->second.get();
  }
  if (!written) {
    return nullptr;
  }
  if (executions_.load(std::memory_order_relaxed) >= max_executions_) {
    return nullptr;
  }
  auto made = std::make_unique<ThingState>(std::string(name), *written->thing, written->number, start_, draw_);
  ThingState* const thing = shard.things.emplace(std::string(name), std::move(made)).first->second.get();
  executions_.fetch_add(std::max<std::size_t>(1, count_executions(*written->thing)), std::memory_order_relaxed);
  return thing;
}

World::Added World::add(std::string_view name, const model::Job& job, base::Instant now) {
  ThingState* thing = find_thing(name);
  if (executions_.load(std::memory_order_relaxed) >= max_executions_ || (thing == nullptr && has(name))) {
    return Added::kNoRoom;
  }
  if (thing == nullptr) {
    static const model::Thing kEmpty;
    Shard& shard = shard_of(name);
    const std::lock_guard lock(shard.mutex);
    auto& made = shard.things[std::string(name)];
    if (!made) {
      made = std::make_unique<ThingState>(std::string(name), kEmpty, 0, start_, draw_);
    }
    thing = made.get();
  }
  if (!thing->add(job, now, draw_)) {
    return Added::kExists;
  }
  executions_.fetch_add(job.executions.size(), std::memory_order_relaxed);
  return Added::kDone;
}

ThingState* World::find_made(std::string_view name) {
  Shard& shard = shard_of(name);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.things.find(name);
  return found == shard.things.end() ? nullptr : found->second.get();
}

std::size_t World::made() const {
  std::size_t count = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    count += shard.things.size();
  }
  return count;
}

}  // namespace jobrig::state
