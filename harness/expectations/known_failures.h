// Known failures: decides which results of a run a list of known failures and flaky cases covers, and where the list is
// out of date. Pure: the time is an argument. It changes no verdict: a known failure is still a failure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/expectation.h"
#include "model/verdict.h"

namespace jobrig::expectations {

/// The list and how it applies to a run.
struct Expectations {
  std::span<const model::Expectation> list;
  base::Instant now{};  // entries that have expired by then cover nothing
  bool strict = false;  // as in JudgeOptions
};

/// `expected: REASON` when the list covers the failure: this verdict and every failing check. Empty when it does not.
/// `known flaky: REASON` when the case is known to be flaky, and it failed or was not called. The crash or timeout of a
/// flaky case is not covered, and neither is a failure by a check that its entry does not name, if it names any. A
/// harness error is never covered.
std::string known_failure(const Expectations& expectations, const model::CaseResult& result);
/// Whether the case is known to be flaky, whatever its result is.
bool known_flaky(const Expectations& expectations, const model::CaseResult& result);
/// Whether the result is as the entry, a known failure, says: this verdict, and all its checks fail. Other checks may
/// fail too, but not by a crash that the entry does not name.
bool still_fails(const model::Expectation& one, const model::CaseResult& result);
/// The failing checks, and `crash`, that no entry of the list covers; they decide the verdict.
std::vector<std::string> uncovered_checks(const Expectations& expectations, const model::CaseResult& result);

/// The problems that fail the run because the list is out of date, in the order of the list. An entry applies to every
/// result of its cases. Cases that were not run are ignored.
///   expectation expired     the entry has expired and one of its cases was run
///   known failure passed    a case did not fail
///   known failure differs   another verdict, a check of the entry that holds, or a failing check in no entry
///   unused known failure    a case was skipped; for a flaky case `unused flaky case`
std::vector<model::RunProblem> expectation_problems(const Expectations& expectations,
                                                    std::span<const model::CaseResult> results);

}  // namespace jobrig::expectations
