// MemoryJournal: the newest exchanges, for those who ask while the program serves. Bounded, by key first, so that a
// client that asks without end pushes out its own records and not those of others; what was let go is counted. The
// whole journal is the file's (journal_file.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
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

/// What a record must be like; what is absent matches everything.
struct JournalFilter {
  std::optional<std::string> thing;  // globs
  std::optional<std::string> job;
  std::optional<std::string> operation;
  std::optional<std::string> rule;  // empty: no rule answered
  std::optional<int> status;
  std::uint64_t after = 0;  // only records behind this position

  [[nodiscard]] bool holds(const model::Exchange& exchange) const;
};

struct JournalRecord {
  std::uint64_t position = 0;  // the how-manieth record of the journal, from 1, in the order in which exchanges ended
  std::shared_ptr<const model::Exchange> exchange;
};

struct JournalExtract {
  std::vector<JournalRecord> records;  // in order
  bool more = false;                   // there are others that match, left out
  std::uint64_t last = 0;              // the newest position of all
  std::uint64_t evicted = 0;           // so many that may have matched are no longer there
};

struct JournalBounds {
  std::size_t of_key = 100;                    // records
  std::size_t bytes = std::size_t{32} << 20U;  // of all records together, about
};

/// Thread-safe.
class MemoryJournal {
 public:
  /// Positions go on behind `last_before`, so that who asks for what came after a position misses nothing.
  explicit MemoryJournal(std::uint64_t last_before = 0, const JournalBounds& bounds = {})
      : bounds_(bounds), last_(last_before) {}
  MemoryJournal(const MemoryJournal&) = delete;
  MemoryJournal& operator=(const MemoryJournal&) = delete;
  ~MemoryJournal();

  void record(model::Exchange&& exchange);

  /// Those that match, `limit` at most: the first behind `filter.after`, or when that is 0 the newest.
  [[nodiscard]] JournalExtract find(const JournalFilter& filter, std::size_t limit) const;
  /// Forgets the records of that thing and job, or without a job, of that thing.
  void forget(const std::string& thing, const std::optional<std::string>& job);
  [[nodiscard]] std::uint64_t last() const;
  /// How many there are, and how many were let go.
  struct Size {
    std::uint64_t records = 0;
    std::uint64_t evicted = 0;
  };
  [[nodiscard]] Size size() const;

  /// Calls `wake` once, as soon as `count` records that match have been there; at once when they are. `wake` is called
  /// with a lock held: it must only pass the news on. Destroying what is returned takes it back.
  class Watch;
  [[nodiscard]] std::unique_ptr<Watch> watch(JournalFilter filter, std::size_t count, std::function<void()> wake);
  /// Wakes all who watch: nothing more will come.
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
    std::deque<Records::iterator> records;  // in order, one at least
    std::uint64_t evicted = 0;
  };
  using Keys = std::unordered_map<model::Key, KeyRecords, KeyHash>;

  void evict_first(KeyRecords& of_key, Records& gone);
  void keep_bounds(KeyRecords& of_key, Records& gone);
  void take_out(Records::iterator record, Records& gone);
  void forget_key(Keys::iterator key, Records& gone);
  [[nodiscard]] std::vector<JournalRecord> matching(const JournalFilter& filter, std::size_t newest) const;
  [[nodiscard]] std::uint64_t evicted_that_may_match(const JournalFilter& filter) const;

  const JournalBounds bounds_;
  mutable std::mutex mutex_;  // over all below
  std::uint64_t last_;
  std::size_t bytes_ = 0;
  std::uint64_t evicted_ = 0;
  std::uint64_t evicted_of_lost_keys_ = 0;  // of keys none of whose records is left
  Records records_;                         // by position
  Keys keys_;
  std::vector<Watch*> watches_;
  bool ended_ = false;
};

/// Counts for one who waits.
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
  std::size_t left_;            // guarded by the journal's mutex, as is the next
  std::function<void()> wake_;  // empty once it was called
};

}  // namespace jobrig::journal
