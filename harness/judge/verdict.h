// Verdict: what all checks of a case found -> one verdict with its reason. Pure: the same case and record give the same
// result. It runs nothing, and known failures are expectations.h's.
#pragma once

#include <string>
#include <vector>

#include "model/case_record.h"
#include "model/conformance_case.h"
#include "model/verdict.h"

namespace jobrig::judge {

struct JudgeOptions {
  bool strict = false;                // a SHOULD that is not met fails, too
  std::vector<std::string> features;  // what the client has declared
};

/// Judges one run of a case. Of the result `repeat`, `replay` and `expected` are the caller's to fill. The first of
/// these that is so is the verdict:
///   harness error    we could not run it, or an answer of ours broke the contract and the case does not say so
///   skipped          the client lacks a feature, or could not make a call, or reports nothing and every check needs it
///   timed out        the deadline passed before a call was reported
///   not called       no request arrived, and no check allows that
///   failed           what MUST be was not, or the client crashed; with `strict` what SHOULD be, too
///   non-strict       what SHOULD be was not
///   informational    only what is worth knowing was not
///   passed
model::CaseResult judge_case(const model::ConformanceCase& one, model::CaseRecord&& record,
                             const JudgeOptions& options);

}  // namespace jobrig::judge
