// Verdict: the results of the cases of a run, and of the run itself: the data behind every report. judge/ and commands/
// create it, and report/ writes it. Plain data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/client_limits.h"
#include "model/conformance_case.h"

namespace jobrig::model {

enum class Verdict : std::uint8_t {
  kPassed,
  kNonStrict,      // only SHOULD requirements were not met
  kFailed,         // a MUST requirement was not met, or the client crashed or broke the client protocol
  kInformational,  // an INFO requirement was not met; for information only
  kSkipped,        // the client did not declare a feature that the case needs
  kTimedOut,       // the deadline expired; the client was stopped
  kNotCalled,      // no request arrived although one was required
  kHarnessError,   // our own response broke the contract, or the case could not be run
};

/// One check of a case and its finding.
struct CheckResult {
  std::string check;
  Level level = Level::kMust;
  bool judged = true;  // false: it needs a report, and the client gives none
  Finding finding;

  friend bool operator==(const CheckResult&, const CheckResult&) = default;
};

/// What a case was before it ran again, alone.
struct EarlierOutcome {
  Verdict verdict = Verdict::kFailed;
  std::string reason;

  friend bool operator==(const EarlierOutcome&, const EarlierOutcome&) = default;
};

/// The result of one case in one repeat.
struct CaseResult {
  std::string name;
  std::string summary;
  Level level = Level::kMust;
  std::string requirement;
  std::string source;
  Verdict verdict = Verdict::kPassed;
  std::string reason;                  // one sentence; empty for kPassed
  std::vector<std::string> missing{};  // kSkipped: features that the client does not declare
  std::vector<CheckResult> checks;
  CaseRecord record;
  base::Duration bound{0};   // the deadline: judge/call_bounds.h
  std::uint64_t repeat = 1;  // from 1
  std::string replay;        // command line that runs only this case again
  /// The note of an expectations file on a failure: empty, `expected: REASON` for a known failure, or `known flaky:
  /// REASON` for a failure of a case that is known to be flaky.
  std::string expected{};
  bool known_flaky = false;                 // an expectations file says so, whatever the verdict is
  std::optional<EarlierOutcome> earlier{};  // `conform --confirm-failures`: before the case ran again

  friend bool operator==(const CaseResult&, const CaseResult&) = default;
};

/// A reason besides verdicts why a run fails: a stale expectation, or a flaky case.
struct RunProblem {
  std::string what;  // `unused known failure`, `known failure passed`, `expectation expired`, `flaky`, `nothing judged`
  std::string where;  // the case, or file:line of the expectation
  std::string detail;

  friend bool operator==(const RunProblem&, const RunProblem&) = default;
};

struct ClientDescription {
  std::string name;     // `boto3`
  std::string version;  // `1.26.27`
  std::string command;  // as started, secrets removed
  std::vector<std::string> features;
  ClientLimits limits{};
  bool http = true;  // whether it speaks HTTP; MQTT is a feature

  friend bool operator==(const ClientDescription&, const ClientDescription&) = default;
};

/// Which part of the cases a run with `--shard` has, and what all shards of one run have in common.
struct RunShard {
  std::size_t index = 0;  // from 1
  std::size_t count = 0;
  std::size_t cases = 0;  // of all shards
  std::string suite;      // fingerprint of the names and texts of these cases
  std::string options;    // those that affect results: `--repeat 2`

  friend bool operator==(const RunShard&, const RunShard&) = default;
};

struct RunResult {
  std::string jobrig_version;
  ClientDescription client;
  base::Instant began{};
  base::Duration took{0};
  std::uint64_t seed = 0;
  bool strict = false;
  bool interrupted = false;
  std::vector<CaseResult> results;  // sorted by name of the case; repeats are adjacent
  std::vector<RunProblem> problems;
  std::optional<RunShard> shard{};  // nothing: the run has all cases

  friend bool operator==(const RunResult&, const RunResult&) = default;
};

}  // namespace jobrig::model
