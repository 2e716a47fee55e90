// Check: one demand on what a client did in a case, judged from the record alone: no clock, no socket, no chance. The
// kinds are judge/'s files. It knows no level and no verdict: judge/ makes those of its findings.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/case_record.h"

namespace jobrig::model {

/// What a check found.
struct Finding {
  bool holds = false;
  std::string expected;  // half a sentence: `2 to 5 requests`
  std::string actual;    // half a sentence: `1 request`
  /// What was learnt about the client whether the demand holds or not: `retries like the legacy profile`. May be empty.
  std::string observed{};
  std::vector<std::size_t> evidence{};  // which exchanges of the record show it, by index; may be empty

  friend bool operator==(const Finding&, const Finding&) = default;
};

/// One check with its settings. Immutable after load.
class Check {
 public:
  Check() = default;
  Check(const Check&) = delete;
  Check& operator=(const Check&) = delete;
  virtual ~Check() = default;

  /// The word it has in `expect:`: `requests`.
  [[nodiscard]] virtual std::string_view name() const = 0;
  /// True: it reads what the client reported, so it cannot be judged of a client that reports nothing (wire only).
  [[nodiscard]] virtual bool needs_report() const = 0;
  /// True: it can hold although no request arrived (`no-request`, a count of 0), so that a case with it is not "not
  /// called" then.
  [[nodiscard]] virtual bool allows_silence() const { return false; }
  /// Pure: the same record gives the same finding.
  [[nodiscard]] virtual Finding judge(const CaseRecord& record) const = 0;
};

}  // namespace jobrig::model
