#include "state/world.h"

#include <algorithm>
#include <utility>

namespace jobrig::state {
namespace {

const model::Thing kEmpty;

std::shared_ptr<const model::Scenario> borrowed(const model::Scenario& scenario) {
  return {std::shared_ptr<const void>(), &scenario};
}

}  // namespace

World::World(const model::Scenario& scenario, const VirtualClock& clock, std::uint64_t seed, std::size_t max_executions)
    : start_(clock.start()),
      max_executions_(max_executions),
      written_(std::make_shared<const WrittenThings>(borrowed(scenario), Draw{seed, scenario.edition}, clock.start())) {
}

bool World::has(std::string_view name) const {
  const std::shared_lock reading(written_mutex_);
  return written_->find(name).has_value();
}

World::Lookup World::look_up(std::string_view name) {
  const std::shared_lock reading(written_mutex_);
  const auto written = written_->find(name);
  Shard& shard = shard_of(name);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.things.find(name);
  if (found != shard.things.end()) {
    return {found->is_gone && !written ? nullptr : &found->thing, written.has_value()};
  }
  if (!written || executions_.load(std::memory_order_relaxed) >= max_executions_) {
    return {nullptr, written.has_value()};
  }
  ThingState& thing =
      shard.things
          .emplace(std::string(name), *written->thing, written->number, start_, written_->draw(), written_.get())
          .first->thing;
  executions_.fetch_add(std::max<std::size_t>(1, count_executions(*written->thing)), std::memory_order_relaxed);
  return {&thing, true};
}

World::Replacement World::prepare(std::shared_ptr<const model::Scenario> scenario, base::Instant now) const {
  std::shared_ptr<const WrittenThings> next;
  {
    const std::shared_lock reading(written_mutex_);
    next = std::make_shared<const WrittenThings>(std::move(scenario), *written_, now);
  }
  std::size_t executions = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    for (const Made& made : shard.things) {
      const auto found = next->find(made.thing.name());
      executions += found ? count_executions(*found->thing) : 0;
    }
  }
  return executions > max_executions_ ? nullptr : next;
}

ReplacedExecutions World::replace(Replacement next, base::Instant now) {
  {
    const std::lock_guard writing(written_mutex_);
    before_.push_back(written_);
    written_ = next;
  }
  ReplacedExecutions replaced;
  for (Shard& shard : shards_) {
    std::vector<const Made*> things;  // their addresses are stable
    {
      const std::lock_guard lock(shard.mutex);
      for (const Made& made : shard.things) {
        things.push_back(&made);
      }
    }
    for (const Made* const made : things) {
      replace(*made, *next, now, replaced);
    }
  }
  before_.clear();
  return replaced;
}

void World::replace(const Made& made, const WrittenThings& next, base::Instant now, ReplacedExecutions& replaced) {
  const std::string& name = made.thing.name();
  const auto found = next.find(name);
  const std::size_t added = replaced.added;
  const std::size_t removed = replaced.removed;
  made.thing.replace(found ? *found->thing : kEmpty, found ? found->number : 0, now, next.draw(), replaced);
  executions_.fetch_add(replaced.added - added, std::memory_order_relaxed);
  executions_.fetch_sub(std::min(replaced.removed - removed, executions_.load(std::memory_order_relaxed)),
                        std::memory_order_relaxed);
  const std::lock_guard lock(shard_of(name).mutex);
  made.is_gone = !found && made.thing.is_empty();
}

World::Added World::add(std::string_view name, const model::Job& job, base::Instant now) {
  auto [thing, is_written] = look_up(name);
  if (executions_.load(std::memory_order_relaxed) >= max_executions_ || (thing == nullptr && is_written)) {
    return Added::kNoRoom;
  }
  if (thing == nullptr) {
    Shard& shard = shard_of(name);
    const std::lock_guard lock(shard.mutex);
    auto found = shard.things.find(name);
    if (found == shard.things.end()) {
      found = shard.things.emplace(std::string(name), kEmpty, 0, start_, Draw()).first;
    }
    found->is_gone = false;
    thing = &found->thing;
  }
  if (!thing->add(job, now, draw())) {
    return Added::kExists;
  }
  executions_.fetch_add(job.executions.size(), std::memory_order_relaxed);
  return Added::kDone;
}

ThingState* World::find_made(std::string_view name) {
  Shard& shard = shard_of(name);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.things.find(name);
  return found == shard.things.end() ? nullptr : &found->thing;
}

Draw World::draw() const {
  const std::shared_lock reading(written_mutex_);
  return written_->draw();
}

std::size_t World::made() const {
  std::size_t count = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    count += static_cast<std::size_t>(
        std::count_if(shard.things.begin(), shard.things.end(), [](const Made& made) { return !made.is_gone; }));
  }
  return count;
}

}  // namespace jobrig::state
