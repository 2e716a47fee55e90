// Sandbox: serves one scenario with its own state, time and records. The server has a main sandbox; the admin interface
// creates further ones under base paths. A sandbox does not plan responses and does not route requests (sandboxes.h
// does).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "hosting/cleaner.h"
#include "hosting/generation_slots.h"
#include "hosting/scenario_files.h"
#include "hosting/stage.h"
#include "journal/memory.h"
#include "metrics/exchange_counts.h"

namespace jobrig::hosting {

/// A stage from one reset to the next, with its records.
class Generation final : public Stage {
 public:
  /// `counts`: shared by all generations of the sandbox.
  Generation(const std::shared_ptr<const LoadedScenario>& played, std::uint64_t seed_of_chance,
             const journal::JournalBounds& bounds, std::shared_ptr<metrics::ExchangeCounts> counts);

  void record(model::Exchange&& exchange) override;
  /// How often each answer (number from 1; 0: the rule alone) of a rule was given so far.
  using Uses = std::map<std::pair<std::string, std::uint32_t>, std::uint64_t>;
  [[nodiscard]] Uses uses() const;
  /// Ends the generation: wakes everything that waits for its records or in its virtual time.
  void retire();

  const std::shared_ptr<const LoadedScenario> source;
  journal::MemoryJournal journal;

 private:
  const std::shared_ptr<metrics::ExchangeCounts> counts_;
  const std::uint64_t era_;
  mutable std::mutex mutex_;
  Uses uses_;  // guarded by mutex_
};

/// Thread-safe.
class Sandbox {
 public:
  struct Beginning {
    std::string id;  // empty: the main sandbox
    std::shared_ptr<const LoadedScenario> scenario;
    std::optional<std::uint64_t> seed;  // overrides the seed of the scenario, including later scenarios
    base::Duration idle{0};             // the sandbox may be deleted after this time without a request; 0: never
    journal::JournalBounds bounds{};    // of the records in memory
  };
  Sandbox(Beginning beginning, Cleaner& cleaner);
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;
  ~Sandbox();

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] base::Duration idle() const { return idle_; }
  [[nodiscard]] std::shared_ptr<Generation> generation() const;
  /// The same without a lock, for requests to the main sandbox.
  [[nodiscard]] std::shared_ptr<Generation> generation_of_this_thread() const;
  /// The same. `sandbox` is in use as long as the result exists: a request holds it until its response is sent.
  [[nodiscard]] static std::shared_ptr<Generation> use(std::shared_ptr<Sandbox> sandbox);

  /// A generation that has not begun yet. Everything that can fail is done. No other can be prepared meanwhile.
  class Next {
   public:
    [[nodiscard]] const Generation& generation() const { return *made_; }
    /// Takes the place of the current generation. Positions of the journal continue. Call it once.
    void begin() noexcept;

   private:
    friend class Sandbox;
    Next(Sandbox& sandbox, std::unique_lock<std::mutex> lock, std::shared_ptr<Generation> made)
        : sandbox_(sandbox), lock_(std::move(lock)), made_(std::move(made)) {}
    Sandbox& sandbox_;
    std::unique_lock<std::mutex> lock_;
    std::shared_ptr<Generation> made_;
  };
  /// Prepares the initial state, with the same scenario and seed.
  [[nodiscard]] Next prepare_reset();
  /// Prepares the initial state of another scenario.
  [[nodiscard]] Next prepare(const std::shared_ptr<const LoadedScenario>& scenario);
  void reset() { prepare_reset().begin(); }
  void replace(const std::shared_ptr<const LoadedScenario>& scenario) { prepare(scenario).begin(); }

  /// For the metrics; includes all generations.
  [[nodiscard]] metrics::ExchangeTotals counts() const { return counts_->totals(); }

  /// The time at which the sandbox becomes idle for too long, unless it is used before.
  [[nodiscard]] base::Monotonic deadline(base::Monotonic now) const;
  /// Call it when the sandbox is deleted. Releases all waits for its records and in its time.
  void retire() const { generation()->retire(); }

 private:
  [[nodiscard]] std::uint64_t seed_for(const LoadedScenario& scenario, std::optional<std::uint64_t> before) const;
  [[nodiscard]] std::shared_ptr<Generation> make(const std::shared_ptr<const LoadedScenario>& scenario,
                                                 std::uint64_t seed) const;
  void end_use();

  const std::string id_;
  const std::optional<std::uint64_t> seed_;
  const base::Duration idle_;
  const journal::JournalBounds bounds_;
  Cleaner& cleaner_;
  std::mutex beginning_;  // held while a generation is prepared
  mutable std::mutex mutex_;
  std::shared_ptr<Generation> generation_;  // guarded by mutex_, never null
  const std::shared_ptr<metrics::ExchangeCounts> counts_;
  const std::unique_ptr<GenerationSlots> slots_;  // null except in the main sandbox: they use 4 KiB
  std::atomic<std::int64_t> uses_{0};             // number of current uses
  std::atomic<std::int64_t> last_used_{0};        // end of the last use, on the monotonic clock
};

}  // namespace jobrig::hosting
