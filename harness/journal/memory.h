// MemoryJournal: keeps the newest exchanges in memory for queries while the server runs. The size is limited per key
// first: a client that sends requests in a loop evicts its own records, not those of others. Evicted records are
// counted. It does not keep the complete journal (file.h does).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/exchange.h"
#include "model/responder.h"

namespace jobrig::journal {

/// The conditions that a record must meet; an absent member matches everything.
struct JournalFilter {
  std::optional<std::string> thing;  // globs
  std::optional<std::string> job;
  std::optional<std::string> operation;
  std::optional<std::string> rule;  // empty: no rule applied
  std::optional<int> status;
  std::uint64_t after = 0;  // only records after this position

  [[nodiscard]] bool has_conditions() const { return thing || job || operation || rule || status; }
  [[nodiscard]] bool holds(const model::Exchange& exchange) const;
};

struct JournalRecord {
  std::uint64_t position = 0;  // index of the record in the journal, from 1, in the order in which exchanges ended
  std::shared_ptr<const model::Exchange> exchange;
};

struct JournalExtract {
  std::vector<JournalRecord> records;  // in order
  bool more = false;                   // whether more records match than were returned
  std::uint64_t last = 0;              // the newest position of all
  std::uint64_t evicted = 0;           // number of evicted records that may have matched
};

struct JournalBounds {
  std::size_t of_key = 100;                    // records per key
  std::size_t bytes = std::size_t{32} << 20U;  // approximate size of all records together
};

/// Thread-safe.
class MemoryJournal {
 public:
  /// Positions continue after `last_before`: a client that asks for records after a position misses none.
  explicit MemoryJournal(std::uint64_t last_before = 0, const JournalBounds& bounds = {})
      : bounds_(bounds), last_(last_before) {}
  MemoryJournal(const MemoryJournal&) = delete;
  MemoryJournal& operator=(const MemoryJournal&) = delete;
  ~MemoryJournal();

  void record(model::Exchange&& exchange);
  /// Positions continue after this one. Call it before the first record.
  void continue_after(std::uint64_t last) noexcept;

  /// Returns at most `limit` matching records: the first after `filter.after`, or the newest if `filter.after` is 0.
  [[nodiscard]] JournalExtract find(const JournalFilter& filter, std::size_t limit) const;
  /// Forgets the records of that thing and job, or all records of the thing if there is no job.
  void forget(const std::string& thing, const std::optional<std::string>& job);
  [[nodiscard]] std::uint64_t last() const;
  /// Numbers of stored and of evicted records.
  struct Size {
    std::uint64_t records = 0;
    std::uint64_t evicted = 0;
    std::uint64_t bytes = 0;  // estimate
  };
  [[nodiscard]] Size size() const;

  /// Calls `wake` once, as soon as `count` matching records have been recorded; immediately if they already are. `wake`
  /// is called with a lock held: it must return quickly and must not call the journal. Destroying the returned object
  /// cancels the call.
  class Watch;
  [[nodiscard]] std::unique_ptr<Watch> watch(JournalFilter filter, std::size_t count, std::function<void()> wake);
  /// Wakes all watches: no more records will follow.
  void end();

 private:
  struct KeyHash {
    std::size_t operator()(const model::Key& key) const;
  };
  struct Entry {
    JournalRecord record;
    std::size_t bytes;
  };
  using Records = std::list<Entry>;
  struct KeyRecords {
    std::vector<Records::iterator> records;  // in order, at least one
    std::uint64_t evicted = 0;
  };
  using Keys = std::unordered_map<model::Key, KeyRecords, KeyHash>;

  Keys::iterator add_to_key(const model::Key& name, Records::iterator record);
  void evict_first(KeyRecords& of_key, Records& gone);
  void keep_bounds(KeyRecords& of_key, Records& gone);
  void take_out(Records::iterator record, Records& gone);
  void forget_key(Keys::iterator key, Records& gone);
  [[nodiscard]] std::vector<JournalRecord> matching(const JournalFilter& filter, std::size_t newest) const;
  [[nodiscard]] std::uint64_t evicted_that_may_match(const JournalFilter& filter) const;

  const JournalBounds bounds_;
  mutable std::mutex mutex_;  // guards all members below
  std::uint64_t last_;
  std::size_t bytes_ = 0;
  std::uint64_t evicted_ = 0;
  std::uint64_t evicted_of_lost_keys_ = 0;  // evicted records of keys that have no records left
  Records records_;                         // by position
  Keys keys_;
  std::vector<Watch*> watches_;
  bool ended_ = false;
};

/// Counts the matching records for one waiting caller.
class MemoryJournal::Watch {
 public:
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch();

 private:
  friend class MemoryJournal;
  Watch(MemoryJournal& journal, JournalFilter filter, std::size_t count, std::function<void()> wake);
  void count(const model::Exchange& exchange);

  MemoryJournal& journal_;
  const JournalFilter filter_;
  std::size_t left_;            // guarded by the journal's mutex, like wake_
  std::function<void()> wake_;  // empty after the call
};

}  // namespace jobrig::journal
