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

/// A stage from one reset to the next, and what happened on it.
class Generation : public Stage {
 public:
  Generation(const std::shared_ptr<const LoadedScenario>& played, std::uint64_t seed_of_chance,
             std::uint64_t last_position);

  /// Notes an exchange that was answered here. Thread-safe.
  void record(model::Exchange&& exchange);
  /// Which answers (from 1; 0: the rule alone) of which rules were given so far.
  using Uses = std::set<std::pair<std::string, std::uint32_t>>;
  [[nodiscard]] Uses uses() const;
  /// It is over: who waits for its records or in its time need not wait any longer.
  void retire();

  const std::uint64_t number;  // of all generations of the process, from 1
  const std::shared_ptr<const LoadedScenario> source;
  journal::MemoryJournal journal;

 private:
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
  /// The number of that generation: tells without a lock whether it is still the one that is known already.
  [[nodiscard]] std::uint64_t generation_number() const { return generation_number_.load(std::memory_order_acquire); }

  /// Begins anew, with the same scenario and seed: all is as at the start, positions of the journal go on.
  void reset();
  /// Begins anew with another scenario.
  void replace(const std::shared_ptr<const LoadedScenario>& scenario);

  /// Counts for the metrics, over all generations.
  void count(const model::Exchange& exchange);
  [[nodiscard]] report::ExchangeCounts counts() const;

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
  std::atomic<std::uint64_t> generation_number_{0};
  mutable std::mutex counts_mutex_;
  report::ExchangeCounts counts_;  // guarded by counts_mutex_
  std::atomic<std::int64_t> touched_{0};
};

}  // namespace jobrig::hosting
