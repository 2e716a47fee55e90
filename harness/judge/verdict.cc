#include "judge/verdict.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/units.h"
#include "judge/call_bounds.h"
#include "judge/contract_violation.h"
#include "judge/features.h"
#include "judge/host.h"
#include "judge/settings.h"
#include "wire/attempts.h"
#include "wire/packets.h"

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

/// The requests of the call (from 0), over HTTP or MQTT.
std::size_t sent_in_call(const model::CaseRecord& record, std::size_t index) {
  return record.mqtt ? wire::packets_of(record, index + 1).size() : wire::requests_by_call(record)[index].size();
}

bool nothing_arrived(const model::CaseRecord& record) {
  return record.mqtt ? wire::packets_of(record).empty() : record.exchanges.empty();
}

bool is_unable(const model::CallRecord& call) {
  return call.outcome && call.outcome->kind == model::ClientOutcome::Kind::kUnable;
}

/// Every client can make such a call (schemas/client-protocol.md).
bool is_plain(const model::CaseCall& call) {
  return call.operation == "DescribeJobExecution" && !call.polling &&
         std::all_of(call.arguments.begin(), call.arguments.end(),
                     [](const model::Argument& one) { return one.name == "thingName" || one.name == "jobId"; });
}

std::string with_reason(std::string sentence, const std::string& reason) {
  return reason.empty() ? sentence : std::move(sentence) + ": " + reason;
}

/// What the level of a case makes of a failure that no check found.
ReasonedVerdict at_level(Level level, ReasonedVerdict failure, bool strict) {
  if (level == Level::kInfo) {
    failure.verdict = Verdict::kInformational;
  } else if (level == Level::kShould && !strict) {
    failure.verdict = Verdict::kNonStrict;
  }
  return failure;
}

/// The verdict of a case with a call that the client reported as unable. A client must not use that word for a call
/// that it made, or that every client can make.
std::optional<ReasonedVerdict> verdict_of_unable(const model::ConformanceCase& conformance_case,
                                                 const model::CaseRecord& record, bool strict) {
  for (std::size_t i = 0; i < record.calls.size(); ++i) {
    if (!is_unable(record.calls[i])) {
      continue;
    }
    const std::string& why = record.calls[i].outcome->message;
    if (const std::size_t count = sent_in_call(record, i); count > 0) {
      return at_level(conformance_case.level,
                      {Verdict::kFailed, with_reason("the client sent " + count_in_words(count, "request") +
                                                         " and reported that it could not make the call",
                                                     why)},
                      strict);
    }
    if (i < conformance_case.calls.size() && is_plain(conformance_case.calls[i])) {
      return at_level(conformance_case.level,
                      {Verdict::kFailed,
                       with_reason("every client can make this call, and this one reported that it could not", why)},
                      strict);
    }
    return ReasonedVerdict{Verdict::kSkipped, with_reason("the client could not make the call", why)};
  }
  return std::nullopt;
}

/// The verdict of a case whose checks cannot run.
std::optional<ReasonedVerdict> verdict_before_checks(const model::ConformanceCase& conformance_case,
                                                     const model::CaseRecord& record, const JudgeOptions& options) {
  if (std::string problem = harness_problem(conformance_case, record); !problem.empty()) {
    return ReasonedVerdict{Verdict::kHarnessError, std::move(problem)};
  }
  if (const auto missing = missing_of(conformance_case, options); !missing.empty()) {
    return ReasonedVerdict{Verdict::kSkipped, missing_in_words(missing)};
  }
  if (auto unable = verdict_of_unable(conformance_case, record, options.strict)) {
    return unable;
  }
  const bool judged = std::any_of(conformance_case.checks.begin(), conformance_case.checks.end(),
                                  [&](const auto& use) { return use.check->needs() <= record.reports; });
  return judged ? std::nullopt
                : std::optional(ReasonedVerdict{Verdict::kSkipped, "the case needs a client that reports results"});
}

std::vector<model::CheckResult> run_checks(const model::ConformanceCase& conformance_case,
                                           const model::CaseRecord& record) {
  std::vector<model::CheckResult> results;
  for (const model::CheckUse& use : conformance_case.checks) {
    // A check cannot weigh more than its case.
    model::CheckResult result{std::string(use.check->name()), std::max(use.level, conformance_case.level), true, {}};
    result.judged = use.check->needs() <= record.reports;
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

std::string end_in_words(const model::ConformanceCase& conformance_case, const model::CaseRecord& record,
                         std::size_t index, const model::ClientLimits& limits) {
  const CallBounds bounds = bounds_of(conformance_case, conformance_case.calls.at(index), limits);
  const base::Duration took =
      std::chrono::duration_cast<base::Duration>(record.calls[index].ended - record.calls[index].began);
  const std::size_t requests = sent_in_call(record, index);
  const std::string stopped = "; the client was stopped";
  if (requests >= bounds.requests) {
    return "no end after " + count_in_words(requests, "request") + stopped;
  }
  if (conformance_case.exact_deadline || took >= bounds.total) {
    return "no end within " + base::format_duration(bounds.total) + stopped;
  }
  return "no request and no result within " + base::format_duration(bounds.silence) + stopped;
}

/// What went wrong with the client, so that the findings of checks do not matter.
std::optional<ReasonedVerdict> failure_of_client(const model::ConformanceCase& conformance_case,
                                                 const model::CaseRecord& record, const model::ClientLimits& limits) {
  const auto late =
      std::find_if(record.calls.begin(), record.calls.end(), [](const auto& call) { return call.timed_out; });
  if (late != record.calls.end()) {
    return ReasonedVerdict{
        Verdict::kTimedOut,
        end_in_words(conformance_case, record, static_cast<std::size_t>(late - record.calls.begin()), limits)};
  }
  // A client that never connects has not shown whether it verifies the server.
  const bool never_connected = conformance_case.tls && record.connections == 0;
  if (nothing_arrived(record) && (never_connected || !may_send_nothing(conformance_case))) {
    return ReasonedVerdict{Verdict::kNotCalled,
                           std::string(never_connected ? "no connection arrived" : "no request arrived") +
                               (record.crashed ? ": the client crashed" : "")};
  }
  if (record.crashed) {
    return ReasonedVerdict{Verdict::kFailed, "the client crashed"};
  }
  if (!record.violations.empty()) {
    return ReasonedVerdict{Verdict::kFailed, "the client " + record.violations.front()};
  }
  if (const std::string host = wrong_host(record); !host.empty()) {
    return ReasonedVerdict{Verdict::kFailed, "the client " + host};
  }
  return std::nullopt;
}

ReasonedVerdict verdict_of_checks(const std::vector<model::CheckResult>& checks, bool strict) {
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

std::vector<std::string_view> missing_of(const model::ConformanceCase& conformance_case, const JudgeOptions& options) {
  std::vector<std::string_view> missing = missing_features(conformance_case, options.features);
  if (!conformance_case.mqtt && !options.http) {
    missing.insert(missing.begin(), "http");
  }
  return missing;
}

model::CaseResult judge_case(const model::ConformanceCase& conformance_case, model::CaseRecord&& record,
                             const JudgeOptions& options) {
  model::CaseResult result;
  result.name = conformance_case.name;
  result.summary = conformance_case.summary;
  result.level = conformance_case.level;
  result.requirement = conformance_case.requirement;
  result.source = conformance_case.source;
  result.bound = deadline_of(conformance_case, options.limits);
  result.record = std::move(record);
  std::optional<ReasonedVerdict> found = verdict_before_checks(conformance_case, result.record, options);
  if (!found) {
    result.checks = run_checks(conformance_case, result.record);
    const auto failure = failure_of_client(conformance_case, result.record, options.limits);
    found = failure ? at_level(conformance_case.level, *failure, options.strict)
                    : verdict_of_checks(result.checks, options.strict);
  }
  if (found->verdict == Verdict::kSkipped) {
    const auto missing = missing_of(conformance_case, options);
    result.missing.assign(missing.begin(), missing.end());
  }
  result.verdict = found->verdict;
  result.reason = std::move(found->reason);
  return result;
}

}  // namespace jobrig::judge
