#include "judge/verdict.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/units.h"
#include "judge/attempts.h"
#include "judge/contract_violation.h"
#include "judge/features.h"

namespace jobrig::judge {
namespace {

using model::Level;
using model::Verdict;

struct ReasonedVerdict {
  Verdict verdict;
  std::string reason;
};

std::string harness_problem(const model::ConformanceCase& conformance_case, const model::CaseRecord& record) {
  return record.harness_problem.empty() ? contract_violation(conformance_case, record) : record.harness_problem;
}

std::string missing_in_words(const std::vector<std::string_view>& missing) {
  std::string words = "the client does not declare ";
  for (const std::string_view feature : missing) {
    words += (feature == missing.front() ? "" : ", ") + std::string(feature);
  }
  return words;
}

const model::ClientOutcome* unable_call(const model::CaseRecord& record) {
  for (const model::CallRecord& call : record.calls) {
    if (call.outcome && call.outcome->kind == model::ClientOutcome::Kind::kUnable) {
      return &*call.outcome;
    }
  }
  return nullptr;
}

/// The verdict of a case that cannot be judged. No check runs for it.
std::optional<ReasonedVerdict> verdict_before_checks(const model::ConformanceCase& conformance_case,
                                                     const model::CaseRecord& record, const JudgeOptions& options) {
  if (std::string problem = harness_problem(conformance_case, record); !problem.empty()) {
    return ReasonedVerdict{Verdict::kHarnessError, std::move(problem)};
  }
  if (const auto missing = missing_features(conformance_case, options.features); !missing.empty()) {
    return ReasonedVerdict{Verdict::kSkipped, missing_in_words(missing)};
  }
  if (const auto* unable = unable_call(record)) {
    return ReasonedVerdict{Verdict::kSkipped, "the client could not make the call" +
                                                  (unable->message.empty() ? "" : ": " + unable->message)};
  }
  const bool judged = record.reports || std::any_of(conformance_case.checks.begin(), conformance_case.checks.end(),
                                                    [](const auto& use) { return !use.check->needs_report(); });
  return judged ? std::nullopt
                : std::optional(ReasonedVerdict{Verdict::kSkipped, "the case needs a client that reports results"});
}

std::vector<model::CheckResult> run_checks(const model::ConformanceCase& conformance_case,
                                           const model::CaseRecord& record) {
  std::vector<model::CheckResult> results;
  for (const model::CheckUse& use : conformance_case.checks) {
    model::CheckResult result{std::string(use.check->name()), use.level, true, {}};
    result.judged = record.reports || !use.check->needs_report();
    if (result.judged) {
      result.finding = use.check->judge(record);
    }
    results.push_back(std::move(result));
  }
  return results;
}

/// The first failing check of this level, as a reason: `requests: expected …, found …`.
std::optional<std::string> first_failure(const std::vector<model::CheckResult>& checks, Level level) {
  for (const model::CheckResult& one : checks) {
    if (one.judged && one.level == level && !one.finding.holds) {
      return one.check + ": expected " + one.finding.expected + ", found " + one.finding.actual;
    }
  }
  return std::nullopt;
}

bool may_send_nothing(const model::ConformanceCase& conformance_case) {
  return std::any_of(conformance_case.checks.begin(), conformance_case.checks.end(),
                     [](const model::CheckUse& use) { return use.check->allows_silence(); });
}

ReasonedVerdict verdict_of_checks(const model::ConformanceCase& conformance_case, const model::CaseRecord& record,
                                  const std::vector<model::CheckResult>& checks, bool strict) {
  if (std::any_of(record.calls.begin(), record.calls.end(), [](const auto& call) { return call.timed_out; })) {
    return {Verdict::kTimedOut,
            "no end within " + base::format_duration(conformance_case.deadline) + "; the client was stopped"};
  }
  if (record.exchanges.empty() && !may_send_nothing(conformance_case)) {
    return {Verdict::kNotCalled, std::string("no request arrived") + (record.crashed ? ": the client crashed" : "")};
  }
  if (record.crashed) {
    return {Verdict::kFailed, "the client crashed"};
  }
  const auto must = first_failure(checks, Level::kMust);
  const auto should = first_failure(checks, Level::kShould);
  if (must || (should && strict)) {
    return {Verdict::kFailed, must ? *must : *should};
  }
  if (should) {
    return {Verdict::kNonStrict, *should};
  }
  const auto info = first_failure(checks, Level::kInfo);
  return info ? ReasonedVerdict{Verdict::kInformational, *info} : ReasonedVerdict{Verdict::kPassed, ""};
}

}  // namespace

model::CaseResult judge_case(const model::ConformanceCase& conformance_case, model::CaseRecord&& record,
                             const JudgeOptions& options) {
  model::CaseResult result;
  result.name = conformance_case.name;
  result.summary = conformance_case.summary;
  result.level = conformance_case.level;
  result.requirement = conformance_case.requirement;
  result.source = conformance_case.source;
  result.bound = conformance_case.deadline;
  result.record = std::move(record);
  std::optional<ReasonedVerdict> found = verdict_before_checks(conformance_case, result.record, options);
  if (!found) {
    result.checks = run_checks(conformance_case, result.record);
    found = verdict_of_checks(conformance_case, result.record, result.checks, options.strict);
  }
  result.verdict = found->verdict;
  result.reason = std::move(found->reason);
  return result;
}

}  // namespace jobrig::judge
