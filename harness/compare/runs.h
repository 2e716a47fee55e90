// Runs: what has changed between two runs of a client: failures, cases that are gone or skipped, and time. Pure: the
// same two runs give the same comparison. It reads no files and changes no verdicts.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/verdict.h"

namespace jobrig::compare {

enum class Change : std::uint8_t {
  kNewFailure,    // fails and did not, or crashes and did not
  kVanished,      // was part of the last run and is not part of this one
  kNewlySkipped,  // was judged and is skipped
  kNewlyFlaky,    // fails in some repeats and did not
  kNewlyExcused,  // fails as an expectations file says, and passed
  kNewlyNonStrict,
  kSlower,  // passes in both runs; see kSlowerFactor
  kFixed,
  kNewlyJudged,  // passes, and was skipped or not part of the last run
};

struct ChangeRow {
  Change change;
  std::string_view word;    // new-failure: in JSON
  std::string_view one;     // new failure: in text
  std::string_view many;    // new failures
  bool regression = false;  // the exit code is 1
};

/// All kinds of changes. Those that need attention come first.
std::span<const ChangeRow> changes();
const ChangeRow& row_of(Change change);

/// A case is slower if it takes at least this many times as long, and at least kSlowerBy more. Both runs must pass. The
/// fastest repeat counts.
inline constexpr int kSlowerFactor = 2;
inline constexpr std::chrono::seconds kSlowerBy{1};

struct CaseChange {
  Change change = Change::kNewFailure;
  std::string name;
  std::string before;  // passed, absent, failed in 1 of 3 repeats
  std::string now;
  std::string detail;  // the reason of the new verdict, or the times; may be empty
};

struct Comparison {
  model::ClientDescription client;  // of the new run
  base::Instant began{};
  model::ClientDescription last_client;
  base::Instant last_began{};
  std::vector<CaseChange> changes;  // in the order of changes(), then by name
  std::size_t unchanged = 0;        // cases
  std::vector<std::string> notes;   // what else differs and may explain changes, one sentence each
};

Comparison compare_runs(const model::RunResult& last, const model::RunResult& now);

/// Compares the runs of two reports: the only run of each, or else the runs of each client by its name. The error says
/// which run has none to be compared with.
base::Result<std::vector<Comparison>> compare_reports(std::span<const model::RunResult> last,
                                                      std::span<const model::RunResult> now);

std::size_t count_of(const Comparison& comparison, Change change);
/// New failures, vanished cases and newly skipped cases.
std::size_t regressions(const Comparison& comparison);

}  // namespace jobrig::compare
