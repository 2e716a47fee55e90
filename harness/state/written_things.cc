#include "state/written_things.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "state/same_script.h"

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

/// The same execution of the same job, if it is written alike.
const model::Execution* find_alike(const model::Thing* thing, const model::Job& job,
                                   const model::Execution& execution) {
  if (thing == nullptr) {
    return nullptr;
  }
  const auto same_job = std::find_if(thing->jobs.begin(), thing->jobs.end(),
                                     [&job](const model::Job& one) { return one.name == job.name; });
  if (same_job == thing->jobs.end()) {
    return nullptr;
  }
  const auto alike = std::find_if(same_job->executions.begin(), same_job->executions.end(),
                                  [&execution](const model::Execution& one) { return same_script(one, execution); });
  return alike == same_job->executions.end() ? nullptr : &*alike;
}

}  // namespace

std::size_t count_executions(const model::Thing& thing) {
  std::size_t count = 0;
  for (const model::Job& job : thing.jobs) {
    count += job.executions.size();
  }
  return count;
}

WrittenThings::WrittenThings(std::shared_ptr<const model::Scenario> scenario, const Draw& draw, base::Instant start)
    : scenario_(std::move(scenario)), draw_(draw), start_(start) {
  add_names();
}

WrittenThings::WrittenThings(std::shared_ptr<const model::Scenario> scenario, const WrittenThings& before,
                             base::Instant now)
    : scenario_(std::move(scenario)), draw_{before.draw_.seed, scenario_->edition}, start_(before.start_) {
  add_names();
  for (const model::Thing& thing : scenario_->things) {
    const model::Thing* const same = before.find_same(thing.name);
    for (const model::Job& job : thing.jobs) {
      for (const model::Execution& execution : job.executions) {
        const model::Execution* const alike = find_alike(same, job, execution);
        const base::Instant beginning = alike == nullptr ? now : before.beginning_of(*alike);
        if (beginning != start_) {
          later_.emplace(&execution, beginning);
        }
      }
    }
  }
}

void WrittenThings::add_names() {
  for (const model::Thing& thing : scenario_->things) {
    if (thing.name.kind == model::NamePattern::Kind::kRange) {
      ranges_.push_back(&thing);
    } else {
      literals_.emplace(thing.name.prefix, &thing);
    }
  }
}

std::optional<WrittenThings::Found> WrittenThings::find(std::string_view name) const {
  if (const auto literal = literals_.find(name); literal != literals_.end()) {
    return Found{literal->second, 0};
  }
  for (const model::Thing* const range : ranges_) {
    if (const std::optional<std::uint64_t> number = number_in(range->name, name)) {
      return Found{range, *number};
    }
  }
  return std::nullopt;
}

const model::Thing* WrittenThings::find_same(const model::NamePattern& name) const {
  if (name.kind != model::NamePattern::Kind::kRange) {
    const auto literal = literals_.find(name.prefix);
    return literal == literals_.end() ? nullptr : literal->second;
  }
  const auto range =
      std::find_if(ranges_.begin(), ranges_.end(), [&name](const model::Thing* thing) { return thing->name == name; });
  return range == ranges_.end() ? nullptr : *range;
}

base::Instant WrittenThings::beginning_of(const model::Execution& execution) const {
  const auto found = later_.find(&execution);
  return found == later_.end() ? start_ : found->second;
}

}  // namespace jobrig::state
