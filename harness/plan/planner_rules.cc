// The constructors of the planner: with rules of its own, or with other rules after those of a planner before.
#include <algorithm>
#include <utility>

#include "plan/fault_choice.h"
#include "plan/planner.h"

namespace jobrig::plan {
namespace {

bool has_head_faults(const model::Rule& rule) {
  return has_moment(rule.faults, model::Moment::kRequestHead) ||
         std::any_of(rule.answers.begin(), rule.answers.end(), [](const model::Answer& answer) {
           return has_moment(answer.faults, model::Moment::kRequestHead);
         });
}

}  // namespace

Planner::Planner(const model::Scenario& scenario, state::World& world, const state::VirtualClock& clock,
                 std::uint64_t seed, const KeyLimits& limits)
    : Planner(scenario, clock, std::make_shared<Memory>(world, scenario.name, seed, limits),
              std::make_shared<ConnectionMemory>(scenario.connections, clock),
              std::make_shared<const DocumentTexts>(scenario), first_ids(scenario.rules.size()), 1) {
  memory_->ids = static_cast<std::uint32_t>(scenario.rules.size());
}

Planner::Planner(const model::Scenario& scenario, const Planner& before, const Kept& kept, bool has_same_things)
    : Planner(scenario, before.clock_, before.memory_,
              scenario.connections == before.connections_->steps
                  ? before.connections_
                  : std::make_shared<ConnectionMemory>(scenario.connections, before.clock_),
              has_same_things ? before.documents_ : std::make_shared<const DocumentTexts>(scenario),
              ids_of(before, kept), before.rules_.version() + 1) {
  const base::Instant now = clock_.now();
  for (std::uint32_t index = 0; index < kept.size(); ++index) {
    if (kept[index]) {
      switches_.set(index, before.switches_.at(*kept[index], now));
    }
  }
  const std::lock_guard lock(memory_->shared_mutex);
  keep_cursors_of(rules_, memory_->shared_cursors);
}

Planner::Planner(const model::Scenario& scenario, const state::VirtualClock& clock, std::shared_ptr<Memory> memory,
                 std::shared_ptr<ConnectionMemory> connections, std::shared_ptr<const DocumentTexts> documents,
                 RuleTable::Indices ids, std::uint32_t version)
    : scenario_(scenario),
      clock_(clock),
      memory_(std::move(memory)),
      connections_(std::move(connections)),
      documents_(std::move(documents)),
      rules_(scenario.rules, std::move(ids), version),
      switches_(scenario.rules.size()) {
  for (const model::Rule& rule : scenario.rules) {
    has_head_faults_ = has_head_faults_ || has_head_faults(rule);
    looks_at_packets_ = looks_at_packets_ || rule.when.names_packets();
    looks_at_load_.push_back(looks_at_load(rule));
    if (has_moment(rule.faults, model::Moment::kAccept)) {
      accept_rules_.push_back(static_cast<std::uint32_t>(&rule - scenario.rules.data()));
    }
  }
}

RuleTable::Indices Planner::ids_of(const Planner& before, const Kept& kept) {
  RuleTable::Indices ids;
  for (const std::optional<std::uint32_t>& index : kept) {
    ids.push_back(index ? before.rules_.id(*index) : before.memory_->ids.fetch_add(1, std::memory_order_relaxed));
  }
  return ids;
}

}  // namespace jobrig::plan
