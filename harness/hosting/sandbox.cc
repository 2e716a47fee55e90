#include "hosting/sandbox.h"

#include <chrono>

#include "hosting/seed.h"

namespace jobrig::hosting {
namespace {

// When a generation ends, its virtual time is advanced by this much. It is longer than any wait in a scenario, which
// releases everything that waits in that time.
constexpr base::Duration kForEver = std::chrono::hours(24 * 365 * 1000);

}  // namespace

void SandboxCounts::count(const model::Exchange& exchange) {
  const std::lock_guard lock(mutex_);
  counts_.count(exchange);
}

report::ExchangeCounts SandboxCounts::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

Generation::Generation(const std::shared_ptr<const LoadedScenario>& played, std::uint64_t seed_of_chance,
                       std::uint64_t last_position, std::shared_ptr<SandboxCounts> counts)
    : Stage(std::shared_ptr<const model::Scenario>(played, &played->scenario), seed_of_chance),
      source(played),
      journal(last_position),
      counts_(std::move(counts)) {}

void Generation::record(model::Exchange&& exchange) {
  counts_->count(exchange);
  const model::Decision& decision = exchange.decision;
  if (!decision.rule.empty()) {
    const std::lock_guard lock(mutex_);
    uses_.emplace(decision.rule, decision.step);
  }
  journal.record(std::move(exchange));
}

Generation::Uses Generation::uses() const {
  const std::lock_guard lock(mutex_);
  return uses_;
}

void Generation::retire() {
  journal.end();
  virtual_clock.jump(kForEver);
}

Sandbox::Sandbox(Beginning beginning, Cleaner& cleaner)
    : id_(std::move(beginning.id)), seed_(beginning.seed), idle_(beginning.idle), cleaner_(cleaner) {
  const std::uint64_t seed = seed_for(*beginning.scenario, std::nullopt);
  touch(base::SystemClock().monotonic());
  begin(beginning.scenario, seed);
}

Sandbox::~Sandbox() { generation_->retire(); }

std::shared_ptr<Generation> Sandbox::generation() const {
  const std::lock_guard lock(mutex_);
  return generation_;
}

void Sandbox::reset() {
  const std::lock_guard lock(beginning_);
  const std::shared_ptr<Generation> old = generation();
  begin(old->source, old->seed);
}

void Sandbox::replace(const std::shared_ptr<const LoadedScenario>& scenario) {
  const std::lock_guard lock(beginning_);
  const std::uint64_t seed = seed_for(*scenario, generation()->seed);
  begin(scenario, seed);
}

std::uint64_t Sandbox::seed_for(const LoadedScenario& scenario, std::optional<std::uint64_t> before) const {
  if (seed_) {
    return *seed_;
  }
  if (scenario.scenario.seed) {
    return *scenario.scenario.seed;
  }
  return before ? *before : seed_by_chance();
}

void Sandbox::begin(const std::shared_ptr<const LoadedScenario>& scenario, std::uint64_t seed) {
  const std::shared_ptr<Generation> old = generation();
  // Records that the old generation adds after this line do not count in the positions of the new one. Nothing queries
  // the old generation any more.
  std::shared_ptr<Generation> made =
      cleaner_.share(std::make_unique<Generation>(scenario, seed, old ? old->journal.last() : 0, counts_));
  {
    const std::lock_guard lock(mutex_);
    generation_ = std::move(made);
  }
  if (old) {
    old->retire();
  }
}

base::Monotonic Sandbox::deadline() const {
  const base::Monotonic touched{std::chrono::nanoseconds(touched_.load(std::memory_order_relaxed))};
  return idle_ == base::Duration::zero() ? base::Monotonic::max() : touched + idle_;
}

}  // namespace jobrig::hosting
