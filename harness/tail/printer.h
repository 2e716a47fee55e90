// Printer: turns the events of GET /events into lines of text: one for each exchange, with the gap since the last
// attempt for the same thing and job, one for each MQTT packet, with the gap since the packet before of the same
// session, and one where some are missing. It writes to no stream.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "tail/event_reader.h"

namespace jobrig::tail {

/// Remembers when the last attempt for each of the newest keys ended.
class Gaps {
 public:
  explicit Gaps(std::size_t max_keys = 100'000) : max_keys_(max_keys) {}

  /// Microseconds from the end of the attempt before to the start of this one; nothing: there was none, or exchanges
  /// are missing since. Attempts can overlap: then it is 0.
  std::optional<std::int64_t> next(const std::string& thing, const std::string& job, std::int64_t start,
                                   std::int64_t end);
  /// Exchanges are missing: no gap is known any more.
  void forget();

 private:
  using Ends = std::list<std::pair<std::string, std::int64_t>>;  // by key, the newest first

  const std::size_t max_keys_;
  Ends ends_;
  std::unordered_map<std::string_view, Ends::iterator> places_;  // views of the keys in ends_
};

/// Conditions that the server does not check: it sends all attempts of a job, so that gaps are right.
struct PrintFilter {
  std::optional<std::string> rule;  // glob
  std::optional<int> status;        // packets have none
};

struct PrinterOptions {
  PrintFilter filter;
  bool colour = false;
  bool json = false;        // prints the records as they are
  std::uint64_t count = 0;  // of exchanges and packets to print; 0: any number
};

struct Printed {
  std::string lines;     // for standard output
  std::string messages;  // for standard error
};

class Printer {
 public:
  explicit Printer(PrinterOptions options) : options_(std::move(options)) {}

  /// Prints what the events contain in the order in which it happened. The error says why one is not of an admin
  /// interface.
  base::Result<Printed> print(const std::vector<StreamEvent>& events);
  /// As many exchanges and packets as wanted were printed.
  [[nodiscard]] bool is_done() const { return options_.count > 0 && printed_ >= options_.count; }

 private:
  struct Record;
  void read_records(const StreamEvent& event, std::vector<Record>& records, Printed& printed);
  void print_record(const Record& record, Printed& printed);
  [[nodiscard]] bool is_wanted(const Record& record) const;

  const PrinterOptions options_;
  Gaps gaps_;         // by thing and job
  Gaps packet_gaps_;  // by session
  std::uint64_t printed_ = 0;
};

}  // namespace jobrig::tail
