#include "hosting/sandbox.h"

#include <chrono>

#include "base/deadline.h"
#include "hosting/seed.h"

namespace jobrig::hosting {

void GenerationRecords::count_use(const model::Decision& decision) {
  if (!decision.rule.empty()) {
    const std::lock_guard lock(mutex_);
    ++uses_[{decision.rule, decision.step}];
  }
}

Uses GenerationRecords::uses() const {
  const std::lock_guard lock(mutex_);
  return uses_;
}

void GenerationRecords::forget_uses(const std::string& rule) {
  const std::lock_guard lock(mutex_);
  std::erase_if(uses_, [&rule](const auto& use) { return use.first.first == rule; });
}

Generation::Generation(const std::shared_ptr<const LoadedScenario>& played, std::uint64_t seed_of_chance,
                       const journal::JournalBounds& bounds, std::shared_ptr<metrics::ExchangeCounts> counts)
    : Stage(std::shared_ptr<const model::Scenario>(played, &played->scenario), seed_of_chance),
      source(played),
      counts_(std::move(counts)),
      era_(counts_->next_era()),
      records_(std::make_shared<GenerationRecords>(bounds)) {}

Generation::Generation(Change&& change, const Generation& before)
    : Stage(std::move(change.scenario), before, change.kept, change.things == nullptr),
      source(std::move(change.source)),
      added_rules(std::move(change.added)),
      counts_(before.counts_),
      era_(before.era_),
      records_(before.records_),
      replaced_(std::move(change.replaced)) {}

void Generation::forget_uses_of_replaced_rules() noexcept {
  for (const std::string& rule : replaced_) {
    records_->forget_uses(rule);
  }
}

void Generation::record(model::Exchange&& exchange) {
  counts_->count(exchange, era_);
  records_->count_use(exchange.decision);
  journal.record(std::move(exchange));
}

void Generation::retire() {
  journal.end();
  packets.end();
  virtual_clock.end();
}

Sandbox::Sandbox(Beginning beginning, Cleaner& cleaner)
    : id_(std::move(beginning.id)),
      seed_(beginning.seed),
      idle_(beginning.idle),
      bounds_(beginning.bounds),
      cleaner_(cleaner),
      counts_(std::make_shared<metrics::ExchangeCounts>(id_.empty() ? metrics::ExchangeCounts::Size::kLarge
                                                                    : metrics::ExchangeCounts::Size::kSmall)),
      slots_(id_.empty() ? std::make_unique<GenerationSlots>() : nullptr) {
  const std::uint64_t seed = seed_for(*beginning.scenario, std::nullopt);
  last_used_ = base::SystemClock().monotonic().time_since_epoch().count();
  generation_ = make(beginning.scenario, seed);
}

Sandbox::~Sandbox() { generation_->retire(); }

std::shared_ptr<Generation> Sandbox::generation() const {
  const std::lock_guard lock(mutex_);
  return generation_;
}

std::shared_ptr<Generation> Sandbox::generation_of_this_thread() const {
  return slots_ ? slots_->get([this] { return generation(); }) : generation();
}

std::shared_ptr<Generation> Sandbox::use(std::shared_ptr<Sandbox> sandbox) {
  struct Use {
    explicit Use(std::shared_ptr<Sandbox> used) : sandbox(std::move(used)), generation(sandbox->generation()) {
      sandbox->uses_.fetch_add(1, std::memory_order_relaxed);
    }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    ~Use() { sandbox->end_use(); }

    const std::shared_ptr<Sandbox> sandbox;
    const std::shared_ptr<Generation> generation;
  };
  const auto use = std::make_shared<const Use>(std::move(sandbox));
  return {use, use->generation.get()};
}

void Sandbox::end_use() {
  last_used_.store(base::SystemClock().monotonic().time_since_epoch().count(), std::memory_order_relaxed);
  uses_.fetch_sub(1, std::memory_order_release);
}

Sandbox::Next Sandbox::prepare_reset() {
  std::unique_lock lock(beginning_);
  const std::shared_ptr<Generation> old = generation();
  auto made = make(old->source, seed_for(*old->source, old->seed));
  return {*this, std::move(lock), std::move(made)};
}

Sandbox::Next Sandbox::prepare(const std::shared_ptr<const LoadedScenario>& scenario) {
  std::unique_lock lock(beginning_);
  auto made = make(scenario, seed_for(*scenario, generation()->seed));
  return {*this, std::move(lock), std::move(made)};
}

Sandbox::Next Sandbox::prepare_change(const std::function<Change(const Generation&)>& change) {
  std::unique_lock lock(beginning_);
  const std::shared_ptr<Generation> old = generation();
  Change wanted = change(*old);
  state::World::Replacement things = wanted.things;
  auto made = cleaner_.share(std::make_unique<Generation>(std::move(wanted), *old));
  return {*this, std::move(lock), std::move(made), std::move(things)};
}

void Sandbox::record_change(journal::AuditRecord record, journal::JournalFile* file) {
  const std::shared_ptr<Generation> now = generation();
  record.position = now->journal.last();
  record.when = now->virtual_clock.now();
  record.sandbox = id_;
  if (file != nullptr) {
    file->note(record);
  }
  audit_.add(std::move(record));
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

std::shared_ptr<Generation> Sandbox::make(const std::shared_ptr<const LoadedScenario>& scenario,
                                          std::uint64_t seed) const {
  return cleaner_.share(std::make_unique<Generation>(scenario, seed, bounds_, counts_));
}

void Sandbox::Next::begin() noexcept {
  const std::shared_ptr<Generation> old = sandbox_.generation();
  // Records that the old generation adds after this line do not count in the positions of the new one. Nothing queries
  // the old generation any more.
  const bool goes_on = made_->continues(*old);
  if (goes_on) {
    made_->forget_uses_of_replaced_rules();
  } else {
    made_->journal.continue_after(old->journal.last());
    made_->packets.continue_after(old->packets.last());
  }
  {
    const std::lock_guard lock(sandbox_.mutex_);
    sandbox_.generation_ = std::move(made_);
  }
  if (sandbox_.slots_) {
    sandbox_.slots_->clear();
  }
  if (!goes_on) {
    old->retire();
  }
  sandbox_.begun_.notify();
}

// Requests that are planned by the old generation meanwhile see each thing before or after its replacement.
state::ReplacedExecutions Sandbox::Next::begin_with_things() {
  state::ReplacedExecutions replaced = made_->world.replace(std::move(things_), made_->virtual_clock.now());
  made_->planner.look_up_all_again();
  begin();
  return replaced;
}

base::Monotonic Sandbox::deadline(base::Monotonic now) const {
  if (idle_ == base::Duration::zero()) {
    return base::Monotonic::max();
  }
  const bool is_used = uses_.load(std::memory_order_acquire) > 0;
  const base::Monotonic last{std::chrono::nanoseconds(last_used_.load(std::memory_order_relaxed))};
  return base::deadline(is_used ? now : last, idle_);
}

}  // namespace jobrig::hosting
