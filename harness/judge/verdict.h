// Verdict: combines the findings of all checks of a case into one verdict with a reason. Pure: the same case and record
// give the same result. It runs no client. expectations/ handles known failures.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/case_record.h"
#include "model/client_limits.h"
#include "model/conformance_case.h"
#include "model/verdict.h"

namespace jobrig::judge {

struct JudgeOptions {
  bool strict = false;                // an unmet SHOULD requirement fails the case
  std::vector<std::string> features;  // declared by the client
  model::ClientLimits limits{};       // declared, too
  bool http = true;                   // the client speaks HTTP
};

/// The features, or the word http, that the case needs and the client does not have. Empty: the case can be run.
std::vector<std::string_view> missing_of(const model::ConformanceCase& conformance_case, const JudgeOptions& options);

/// Judges one run of a case. The caller sets `repeat`, `replay` and `expected` of the result. The verdict is the first
/// of these that applies:
///   harness error    the case could not be run, or jobrig's own response broke the contract unintentionally
///   skipped          the client lacks a feature or could not make a call, or does not report and every check needs it
///   failed           the client reports that it could not make a call, and has sent a request for it, or the call is a
///                    plain DescribeJobExecution
///   timed out        the bounds of a call (call_bounds.h) were exceeded before it was reported
///   not called       no request arrived, and no check allows that
///   failed           the client crashed or broke the client protocol
///   failed           a MUST check failed; with `strict` also a SHOULD check
///   non-strict       a SHOULD check failed
///   informational    only an INFO check failed
///   passed
/// The level of the case limits all of them except the first two: in an INFO case each failure is informational; in a
/// SHOULD case it is non-strict unless `strict` is set. No check weighs more than its case.
model::CaseResult judge_case(const model::ConformanceCase& conformance_case, model::CaseRecord&& record,
                             const JudgeOptions& options);

}  // namespace jobrig::judge
