// Tally: counts the verdicts of a run, and lists the results that need attention. It assigns no verdicts and no exit
// codes.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/must_coverage.h"
#include "model/verdict.h"

namespace jobrig::report {

struct Tally {
  std::array<std::size_t, 8> counts{};  // by model::Verdict
  std::size_t known = 0;                // the part of them that an expectations file excuses as known failures
  std::size_t flaky = 0;                // the part of them that it excuses because the case is known to be flaky
  std::size_t all = 0;

  [[nodiscard]] std::size_t of(model::Verdict verdict) const { return counts[static_cast<std::size_t>(verdict)]; }
};

Tally tally_of(const model::RunResult& run);

/// Whether the result by itself fails the run: its verdict does, and no expectations file excuses it. A harness error
/// is never excused.
bool is_red(const model::CaseResult& result);
/// Whether nothing fails the run.
bool is_green(const model::RunResult& run);

/// `2 failed, 1 timed out, 147 passed`: verdicts with a count of zero are omitted; an empty run gives `no cases`.
std::string counts_text(const Tally& tally);

/// `MUST: 3 judged, 2 passed, 1 failed; 2 not judged: retry/a, retry/b`. After `most` names it tells how many are left;
/// zero: no names.
std::string must_text(const model::MustCoverage& coverage, std::size_t most);

/// `boto3 1.26.27`, or the command if the client has no name. A long version is cut at a space.
std::string client_title(const model::ClientDescription& client);
/// `retry/503-then-ok`; from the second repeat on with ` (repeat 2)`.
std::string result_title(const model::CaseResult& result);
/// Whether a list excuses the failure because the case is known to be flaky.
bool is_excused_as_flaky(const model::CaseResult& result);
/// `known failure`, or `known flaky` if the failure is excused as that.
std::string_view known_word(const model::CaseResult& result);
/// The reason of a known failure or flaky case, as in its list; empty: the failure is not excused.
std::string known_reason(const model::CaseResult& result);
/// `ran again alone; first failed: REASON`; empty if the case ran once.
std::string earlier_text(const model::CaseResult& result);
/// The part before the first slash: `retry`.
std::string area_of(const model::CaseResult& result);

/// The failed judged checks, in order; pointers into the result.
std::vector<const model::CheckResult*> failed_checks(const model::CaseResult& result);

}  // namespace jobrig::report
