// Groups: results that have the same reason, for short lists: failures by the check that failed, skipped cases by what
// they need. It assigns no verdicts and writes no format.
#pragma once

#include <string>
#include <vector>

#include "model/verdict.h"

namespace jobrig::report {

/// The check that decided the verdict: `requests`. If no check did: `crash`, `client protocol`, `timed out`,
/// `not called`, `harness error`. Empty: the case passed or was skipped.
std::string failing_part(const model::CaseResult& result);

/// The same for a title that names the verdict; empty: the verdict says it already.
std::string part_beside_verdict(const model::CaseResult& result);

struct ResultGroup {
  std::string title;  // one line
  std::vector<const model::CaseResult*> results;
};

/// The results that fail the run, by failing part; the largest group first. Points into the run.
std::vector<ResultGroup> failure_groups(const model::RunResult& run);
/// The results that met every MUST but not every SHOULD and are not known failures, likewise.
std::vector<ResultGroup> non_strict_groups(const model::RunResult& run);
/// The known failures that do not fail the run, by the reason in their list.
std::vector<ResultGroup> known_groups(const model::RunResult& run);
/// The skipped results by their reason.
std::vector<ResultGroup> skip_groups(const model::RunResult& run);

/// The names of the cases in order, each once.
std::vector<std::string> names_of(const ResultGroup& group);
/// `one case`, `3 cases`.
std::string cases_text(std::size_t count);

}  // namespace jobrig::report
