// Verdict: what was found of each case of a run, and the run as a whole: the model behind every report. Plain data; it
// is made by judge/ and commands/, written by report/.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/conformance_case.h"

namespace jobrig::model {

enum class Verdict : std::uint8_t {
  kPassed,
  kNonStrict,      // only what SHOULD be was not
  kFailed,         // what MUST be was not
  kInformational,  // an INFO demand was not met: worth knowing, nobody's fault
  kSkipped,        // the client did not declare a feature that the case needs
  kTimedOut,       // the deadline passed; the client was stopped
  kNotCalled,      // no request arrived although one was due
  kHarnessError,   // our own answer broke the contract, or we could not run
};

/// A check of a case with what it found.
struct CheckResult {
  std::string check;  // its name
  Level level = Level::kMust;
  bool judged = true;  // false: it needs a report, and the client gives none
  Finding finding;

  friend bool operator==(const CheckResult&, const CheckResult&) = default;
};

/// One case of one repeat.
struct CaseResult {
  std::string name;
  std::string summary;
  Level level = Level::kMust;
  std::string requirement;
  std::string source;
  Verdict verdict = Verdict::kPassed;
  std::string reason;  // one sentence why; empty for kPassed
  std::vector<CheckResult> checks;
  CaseRecord record;
  base::Duration bound{0};   // the deadline
  std::uint64_t repeat = 1;  // from 1
  std::string replay;        // the command line that runs just this case again
  /// What an expectations file says of it: empty, or `expected: REASON` for a known failure.
  std::string expected{};

  friend bool operator==(const CaseResult&, const CaseResult&) = default;
};

/// Something that makes a run red beside its verdicts: an expectation that is stale, a case that is flaky.
struct RunProblem {
  std::string what;   // `unused known failure`, `known failure passed`, `expectation expired`, `flaky`
  std::string where;  // the case, or file:line of the expectation
  std::string detail;

  friend bool operator==(const RunProblem&, const RunProblem&) = default;
};

struct ClientDescription {
  std::string name;     // `boto3`
  std::string version;  // `1.26.27`
  std::string command;  // as started, secrets taken out
  std::vector<std::string> features;

  friend bool operator==(const ClientDescription&, const ClientDescription&) = default;
};

struct RunResult {
  std::string jobrig_version;
  ClientDescription client;
  base::Instant began{};
  base::Duration took{0};
  std::uint64_t seed = 0;
  bool strict = false;
  bool interrupted = false;
  std::vector<CaseResult> results;  // in the order of the cases' names, repeats together
  std::vector<RunProblem> problems;

  friend bool operator==(const RunResult&, const RunResult&) = default;
};

}  // namespace jobrig::model
