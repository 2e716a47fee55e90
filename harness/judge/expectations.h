// Expectations: decides which results of a run a list of known failures covers, and where the list is out of date.
// Pure: the time is an argument. It changes no verdict: a known failure is still a failure.
#pragma once

#include <span>
#include <vector>

#include "base/clock.h"
#include "model/expectation.h"
#include "model/verdict.h"

namespace jobrig::judge {

/// The list and how it applies to a run.
struct Expectations {
  std::span<const model::Expectation> list;
  base::Instant now{};  // entries that have expired by then cover nothing
  bool strict = false;  // as in JudgeOptions
};

/// `expected: REASON` when the list covers the failure: this verdict and every failing check. Empty when it does not.
/// A harness error is never covered.
std::string known_failure(const Expectations& expectations, const model::CaseResult& result);

/// The problems that fail the run because the list is out of date, in the order of the list. An entry applies to every
/// result of its cases. Cases that were not run are ignored.
///   expectation expired     the entry has expired and one of its cases was run
///   known failure passed    a case did not fail
///   known failure differs   another verdict, a check of the entry that holds, or a failing check in no entry
///   unused known failure    a case was skipped
std::vector<model::RunProblem> expectation_problems(const Expectations& expectations,
                                                    std::span<const model::CaseResult> results);

}  // namespace jobrig::judge
