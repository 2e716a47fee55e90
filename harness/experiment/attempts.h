// Attempts: turns records of the journal into attempts, and finds out which of them belong to one call. It sends no
// requests; the caller passes the text of responses of the admin interface.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "experiment/metrics.h"

namespace jobrig::experiment {

/// What a response to GET /journal adds.
struct JournalPage {
  std::vector<Attempt> attempts;  // in the order of the journal
  std::set<std::string> rules;    // that answered one of them
  std::uint64_t lost = 0;         // exchanges that the mock dropped before they were read
  bool more = false;              // ask again
};

/// Finds the calls. An attempt belongs to a call that is open: one with the same `amz-sdk-invocation-id`, or without
/// that header with the same operation, thing and job. A call is open while its attempts fail in a way that clients
/// retry: no complete response, 429, or 5xx. Not thread-safe.
class Attempts {
 public:
  /// Records up to this position are not read.
  explicit Attempts(std::uint64_t position) : position_(position) {}

  /// The position to ask after.
  [[nodiscard]] std::uint64_t position() const { return position_; }
  /// Reads the response to a query without filters after position(). Records without an operation (bytes that are not a
  /// request, connections without one, changes by an operator) are not attempts.
  base::Result<JournalPage> read(std::string_view journal);

 private:
  std::uint64_t call_of(const std::string& key, bool open);

  std::uint64_t position_;
  std::unordered_map<std::string, std::uint64_t> open_;
  std::uint64_t calls_ = 0;
};

/// The newest position in a response to GET /journal; nothing if it is not one.
base::Result<std::uint64_t> newest_position(std::string_view journal);

}  // namespace jobrig::experiment
