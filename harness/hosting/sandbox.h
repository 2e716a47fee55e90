// Sandbox: a place in which one scenario is served, with state, time and records of its own: the server's main one, and
// each that the admin interface makes below a base path. It plans nothing and routes nothing (sandboxes.h does).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/clock.h"
#include "hosting/cleaner.h"
#include "hosting/scenario_files.h"
#include "hosting/stage.h"
#include "journal/memory.h"
#include "report/exchange_counts.h"

namespace jobrig::hosting {

/// What was answered in a sandbox, for the metrics. Thread-safe.
class SandboxCounts {
 public:
  void count(const model::Exchange& exchange);
  [[nodiscard]] report::ExchangeCounts counts() const;

 private:
  mutable std::mutex mutex_;
  report::ExchangeCounts counts_;  // guarded by mutex_
};

/// A stage from one reset to the next, and what happened on it.
class Generation final : public Stage {
 public:
  /// `counts`: of the sandbox, over all its generations.
  Generation(const std::shared_ptr<const LoadedScenario>& played, std::uint64_t seed_of_chance,
             std::uint64_t last_position, std::shared_ptr<SandboxCounts> counts);

  void record(model::Exchange&& exchange) override;
  /// Which answers (from 1; 0: the rule alone) of which rules were given so far.
  using Uses = std::set<std::pair<std::string, std::uint32_t>>;
  [[nodiscard]] Uses uses() const;
  /// It is over: who waits for its records or in its time need not wait any longer.
  void retire();

  const std::shared_ptr<const LoadedScenario> source;
  journal::MemoryJournal journal;

 private:
  const std::shared_ptr<SandboxCounts> counts_;
  mutable std::mutex mutex_;
  Uses uses_;  // guarded by mutex_
};

/// Thread-safe.
class Sandbox {
 public:
  struct Beginning {
    std::string id;  // empty: the main one
    std::shared_ptr<const LoadedScenario> scenario;
    std::optional<std::uint64_t> seed;  // stays, whatever later scenarios state
    base::Duration idle{0};             // without a request for so long it may be deleted; 0: never
  };
  Sandbox(Beginning beginning, Cleaner& cleaner);
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;
  ~Sandbox();

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] base::Duration idle() const { return idle_; }
  [[nodiscard]] std::shared_ptr<Generation> generation() const;

  /// Begins anew, with the same scenario and seed: all is as at the start, positions of the journal go on.
  void reset();
  /// Begins anew with another scenario.
  void replace(const std::shared_ptr<const LoadedScenario>& scenario);

  /// For the metrics, over all generations.
  [[nodiscard]] report::ExchangeCounts counts() const { return counts_->counts(); }

  void touch(base::Monotonic now) { touched_.store(now.time_since_epoch().count(), std::memory_order_relaxed); }
  /// When it will have been idle for too long, unless it is touched.
  [[nodiscard]] base::Monotonic deadline() const;

 private:
  [[nodiscard]] std::uint64_t seed_for(const LoadedScenario& scenario, std::optional<std::uint64_t> before) const;
  void begin(const std::shared_ptr<const LoadedScenario>& scenario, std::uint64_t seed);

  const std::string id_;
  const std::optional<std::uint64_t> seed_;
  const base::Duration idle_;
  Cleaner& cleaner_;
  std::mutex beginning_;  // one at a time begins a generation
  mutable std::mutex mutex_;
  std::shared_ptr<Generation> generation_;  // guarded by mutex_, never null
  const std::shared_ptr<SandboxCounts> counts_ = std::make_shared<SandboxCounts>();
  std::atomic<std::int64_t> touched_{0};
};

}  // namespace jobrig::hosting
