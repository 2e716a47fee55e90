// Audit: who changed what in a running server, and when. It keeps the newest records in memory; the journal file
// (file.h) has all. It does not make changes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"

namespace jobrig::journal {

struct AuditRecord {
  std::uint64_t number = 0;    // from 1
  std::uint64_t position = 0;  // of the last exchange before it in the journal; 0: none
  base::Instant when{};        // in virtual time
  std::string who;             // address of the client, `--watch: FILE, …`, or jobrig itself
  std::string sandbox;         // its ID; empty: the main sandbox
  std::string what;            // `disabled rule "outage" for 5m`
};

/// Thread-safe.
class AuditLog {
 public:
  /// Sets the number of the record and returns it.
  std::uint64_t add(AuditRecord record);
  /// The records after this position of the journal, or the newest if it is 0; at most `limit`, oldest first.
  [[nodiscard]] std::vector<AuditRecord> find(std::uint64_t after, std::size_t limit) const;

  static constexpr std::size_t kMax = 1'000;

 private:
  mutable std::mutex mutex_;
  std::uint64_t last_ = 0;           // guarded by mutex_, like records_
  std::deque<AuditRecord> records_;  // oldest first
};

}  // namespace jobrig::journal
