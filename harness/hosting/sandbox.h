// Sandbox: serves one scenario with its own state, time and records. The server has a main sandbox; the admin interface
// creates further ones under base paths. A sandbox does not plan responses and does not route requests (sandboxes.h
// does).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/change_signal.h"
#include "base/clock.h"
#include "hosting/cleaner.h"
#include "hosting/generation_slots.h"
#include "hosting/scenario_files.h"
#include "hosting/stage.h"
#include "journal/audit.h"
#include "journal/file.h"
#include "journal/memory.h"
#include "journal/packet_memory.h"
#include "metrics/exchange_counts.h"
#include "metrics/packet_counts.h"

namespace jobrig::hosting {

/// How often each answer (number from 1; 0: the rule alone) of a rule was given.
using Uses = std::map<std::pair<std::string, std::uint32_t>, std::uint64_t>;

/// The records from one reset to the next. Thread-safe.
class GenerationRecords {
 public:
  explicit GenerationRecords(const journal::JournalBounds& bounds) : journal(0, bounds) {}
  void count_use(const model::Decision& decision);
  [[nodiscard]] Uses uses() const;
  void forget_uses(const std::string& rule);

  journal::MemoryJournal journal;
  journal::PacketMemory packets;

 private:
  mutable std::mutex mutex_;
  Uses uses_;  // guarded by mutex_
};

/// Other rules, or another scenario, for a generation that goes on.
struct Change {
  std::shared_ptr<const LoadedScenario> source;     // what a reset restores
  std::shared_ptr<const model::Scenario> scenario;  // what is served
  std::set<std::string> added{};                    // names of the rules that `source` does not have
  plan::Planner::Kept kept{};                       // see plan::Planner
  std::vector<std::string> replaced{};              // names of rules whose uses are counted from 0 again
  state::World::Replacement things{};               // null: the things stay as they are
};

/// A stage from one reset or change of the rules to the next, with its records.
class Generation final : public Stage {
 public:
  /// `counts`: shared by all generations of the sandbox.
  Generation(const std::shared_ptr<const LoadedScenario>& played, std::uint64_t seed_of_chance,
             const journal::JournalBounds& bounds, std::shared_ptr<metrics::ExchangeCounts> counts);
  /// Continues `before`, with its state and records.
  Generation(Change&& change, const Generation& before);

  void record(model::Exchange&& exchange) override;
  void record(model::PacketRecord&& packet) { packets.record(std::move(packet)); }
  void count_use(const model::Decision& decision) override { records_->count_use(decision); }
  [[nodiscard]] Uses uses() const { return records_->uses(); }
  /// Ends the generation: wakes everything that waits for its records or in its virtual time.
  void retire();

  /// Call it when the generation takes the place of `before`.
  void forget_uses_of_replaced_rules() noexcept;
  [[nodiscard]] bool continues(const Generation& before) const { return records_ == before.records_; }

  const std::shared_ptr<const LoadedScenario> source;
  const std::set<std::string> added_rules;  // that `source` does not have

 private:
  const std::shared_ptr<metrics::ExchangeCounts> counts_;
  const std::uint64_t era_;
  const std::shared_ptr<GenerationRecords> records_;
  const std::vector<std::string> replaced_;

 public:
  journal::MemoryJournal& journal = records_->journal;
  journal::PacketMemory& packets = records_->packets;
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

  /// A generation that has not begun yet, in place of the current one. Everything that can fail is done. No other can
  /// be prepared meanwhile.
  class Next {
   public:
    [[nodiscard]] Generation& generation() const { return *made_; }
    /// Takes the place of the current generation. Positions of the journal continue. Call this or the next function,
    /// once.
    void begin() noexcept;
    /// The same after Change::things have taken the place of the current ones. If memory runs out, some of them have,
    /// and the current generation stays.
    state::ReplacedExecutions begin_with_things();

   private:
    friend class Sandbox;
    Next(Sandbox& sandbox, std::unique_lock<std::mutex> lock, std::shared_ptr<Generation> made,
         state::World::Replacement things = nullptr)
        : sandbox_(sandbox), lock_(std::move(lock)), made_(std::move(made)), things_(std::move(things)) {}
    Sandbox& sandbox_;
    std::unique_lock<std::mutex> lock_;
    std::shared_ptr<Generation> made_;
    state::World::Replacement things_;
  };
  /// Prepares the initial state of the same scenario, with the same seed, unless a change that kept the state has
  /// brought another one.
  [[nodiscard]] Next prepare_reset();
  /// Prepares the initial state of another scenario.
  [[nodiscard]] Next prepare(const std::shared_ptr<const LoadedScenario>& scenario);
  /// Prepares a change that keeps executions, counters, time and records. `change` is called with the current
  /// generation, and with no other preparation before begin(). What it throws is passed on.
  [[nodiscard]] Next prepare_change(const std::function<Change(const Generation&)>& change);
  /// As long as the result exists, no other generation is prepared.
  [[nodiscard]] std::unique_lock<std::mutex> hold() { return std::unique_lock(beginning_); }
  /// Records who changed what, with the time and the position of now; in the file too, unless it is null.
  void record_change(journal::AuditRecord record, journal::JournalFile* file);
  [[nodiscard]] std::vector<journal::AuditRecord> changes(std::uint64_t after, std::size_t limit) const {
    return audit_.find(after, limit);
  }
  /// Calls `wake` when a generation begins, as base::ChangeSignal does.
  [[nodiscard]] std::unique_ptr<base::ChangeSignal::Watch> on_begin(std::function<void()> wake) {
    return begun_.watch(std::move(wake));
  }
  void reset() { prepare_reset().begin(); }
  void replace(const std::shared_ptr<const LoadedScenario>& scenario) { prepare(scenario).begin(); }

  /// For the metrics; includes all generations.
  [[nodiscard]] metrics::ExchangeTotals counts() const { return counts_->totals(); }
  [[nodiscard]] metrics::PacketCounts& packet_counts() { return packet_counts_; }
  [[nodiscard]] const metrics::PacketCounts& packet_counts() const { return packet_counts_; }

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
  base::ChangeSignal begun_;
  std::mutex beginning_;  // held while a generation is prepared
  mutable std::mutex mutex_;
  std::shared_ptr<Generation> generation_;  // guarded by mutex_, never null
  const std::shared_ptr<metrics::ExchangeCounts> counts_;
  metrics::PacketCounts packet_counts_;           // likewise
  journal::AuditLog audit_;                       // of all generations
  const std::unique_ptr<GenerationSlots> slots_;  // null except in the main sandbox: they use 4 KiB
  std::atomic<std::int64_t> uses_{0};             // number of current uses
  std::atomic<std::int64_t> last_used_{0};        // end of the last use, on the monotonic clock
};

}  // namespace jobrig::hosting
