// Tally: how many cases of a run got which verdict, and what of it needs somebody's eye. It gives no verdicts and no
// exit codes.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "model/verdict.h"

namespace jobrig::report {

struct Tally {
  std::array<std::size_t, 8> counts{};  // by model::Verdict
  std::size_t known = 0;                // of them those that an expectations file excuses
  std::size_t all = 0;

  [[nodiscard]] std::size_t of(model::Verdict verdict) const { return counts[static_cast<std::size_t>(verdict)]; }
};

Tally tally_of(const model::RunResult& run);

/// Whether the result by itself makes the run red: its verdict does, and no expectations file excuses it. A harness
/// error is never excused.
bool is_red(const model::CaseResult& result);
/// Whether nothing in the run is red.
bool is_green(const model::RunResult& run);

/// `2 failed, 1 timed out, 147 passed`: verdicts that nobody got are left out; an empty run gives `no cases`.
std::string counts_text(const Tally& tally);

/// `boto3 1.26.27`, or the command when the client has no name. A long version is cut at a blank.
std::string client_title(const model::ClientDescription& client);
/// `retry/503-then-ok`, from the second repeat on with ` (repeat 2)`.
std::string result_title(const model::CaseResult& result);
/// Why a known failure is known, in its list's own words; empty: it is none.
std::string known_reason(const model::CaseResult& result);
/// What stands before the first slash: `retry`.
std::string area_of(const model::CaseResult& result);

/// The judged checks that did not hold, in order; pointers into the result.
std::vector<const model::CheckResult*> failed_checks(const model::CaseResult& result);

}  // namespace jobrig::report
