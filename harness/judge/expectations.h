// Expectations: what a list of known failures says of the results of a run, and where the list is no longer true. Pure:
// the day is handed in. It changes no verdict: a known failure stays a failure that was expected.
#pragma once

#include <span>
#include <vector>

#include "base/clock.h"
#include "model/expectation.h"
#include "model/verdict.h"

namespace jobrig::judge {

/// The list as it is believed in a run.
struct Expectations {
  std::span<const model::Expectation> list;
  base::Instant now{};  // what has expired by then excuses nothing
  bool strict = false;  // the run's: a SHOULD that is not met is a failure
};

/// `expected: REASON` when the list knows that failure with this verdict and every check that fails in it; empty: it
/// does not. A harness error and what is no failure are never known.
std::string known_failure(const Expectations& expectations, const model::CaseResult& result);

/// What makes the run red although, or because, its failures were expected, in the list's order. An entry speaks of
/// every result of its cases that there is; a case that was not run says nothing about it.
///   expectation expired           its day has come, and it speaks of a case that was run
///   expected failure passed       nothing was wrong with a case
///   known failure differs         another verdict; a check that it names holds, or one that nobody names fails
///   expectation matches nothing   a case was skipped
std::vector<model::RunProblem> expectation_problems(const Expectations& expectations,
                                                    std::span<const model::CaseResult> results);

}  // namespace jobrig::judge
