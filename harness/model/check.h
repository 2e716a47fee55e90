// Check: one requirement for the behaviour of a client in a case. It is judged only from the record, without clocks,
// sockets or random numbers. Each kind is a file in judge/. A check does not know its level and returns no verdict;
// judge/ derives verdicts from findings.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/case_record.h"

namespace jobrig::model {

/// The result of a check.
struct Finding {
  bool holds = false;
  std::string expected;  // half a sentence: `2 to 5 requests`
  std::string actual;    // half a sentence: `1 request`
  /// Information about the client, independent of `holds`: `retries like the legacy profile`. May be empty.
  std::string observed{};
  std::vector<std::size_t> evidence{};  // indices of the exchanges in the record that prove it; may be empty
  bool in_part = false;                 // the client reports too little to compare all that the check compares

  friend bool operator==(const Finding&, const Finding&) = default;
};

/// One check with its settings. Immutable after loading.
class Check {
 public:
  Check() = default;
  Check(const Check&) = delete;
  Check& operator=(const Check&) = delete;
  virtual ~Check() = default;

  /// The key in `expect:`: `requests`.
  [[nodiscard]] virtual std::string_view name() const = 0;
  /// What the client must report at least. The check cannot be judged for a client that reports less.
  [[nodiscard]] virtual Reports needs() const = 0;
  /// True if the check can hold without any request (`no-request`, a count of 0). A case with such a check does not get
  /// the verdict "not called" in that situation.
  [[nodiscard]] virtual bool allows_silence() const { return false; }
  /// True if the check needs CallRecord::usage.
  [[nodiscard]] virtual bool needs_usage() const { return false; }
  /// Pure: the same record always gives the same finding.
  [[nodiscard]] virtual Finding judge(const CaseRecord& record) const = 0;
};

}  // namespace jobrig::model
