#include "conform/case_run.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <string>
#include <utility>

#include "base/deadline.h"
#include "base/memory_reserve.h"
#include "drive/waiting.h"
#include "judge/call_bounds.h"
#include "wire/attempts.h"

namespace jobrig::conform {
namespace {

// Credentials for cases that do not check signatures. They are not valid anywhere.
constexpr std::string_view kRegion = "eu-west-1";
constexpr std::string_view kAccessKey = "AKIDJOBRIGEXAMPLE";
constexpr std::string_view kSecretKey = "jobrig/opens+nothing/anywhere/EXAMPLEKEY";

void add_call(model::CaseRecord& record, const model::CaseCall& call, drive::CallReport&& report) {
  model::CallRecord made;
  made.operation = call.operation;
  made.arguments = drive::arguments_json(call);
  made.began = report.began;
  made.ended = report.ended;
  made.outcome = std::move(report.outcome);
  made.timed_out = report.timed_out;
  made.usage = report.usage;
  made.last_errors = std::move(report.last_errors);
  record.calls.push_back(std::move(made));
  record.crashed = record.crashed || report.crashed;
  record.harness_problem = std::move(report.harness_problem);
  record.notes.insert(record.notes.end(), std::make_move_iterator(report.notes.begin()),
                      std::make_move_iterator(report.notes.end()));
}

bool may_continue_after(const drive::CallReport& report) {
  const bool unable = report.outcome && report.outcome->kind == model::ClientOutcome::Kind::kUnable;
  return !report.timed_out && !report.crashed && !unable && report.harness_problem.empty();
}

drive::CallRequest make_call_request(const model::ConformanceCase& conformance_case, const model::CaseCall& call,
                                     const std::string& endpoint, const drive::TlsFiles& tls) {
  const model::SignatureSettings& signatures = conformance_case.scenario.signatures;
  drive::CallRequest request;
  request.case_name = conformance_case.name;
  request.call = call;
  request.endpoint = endpoint;
  request.region = signatures.region.empty() ? kRegion : signatures.region;
  request.access_key = signatures.credentials.empty() ? kAccessKey : signatures.credentials.front().access_key;
  request.secret_key = secret_key(conformance_case);
  request.session_token = signatures.credentials.empty() ? "" : signatures.credentials.front().token;
  request.tls = tls;
  if (conformance_case.mqtt) {
    request.mqtt = {conformance_case.thing, conformance_case.mqtt->keep_alive};
  }
  return request;
}

/// The part of `bounds` that a call has left, which began at `began`. Zero: it has exceeded them.
base::Duration time_left(const judge::CallBounds& bounds, base::Monotonic began, const CaseStage::Progress& progress,
                         std::uint64_t requests_before) {
  if (progress.requests - requests_before >= bounds.requests) {
    return base::Duration::zero();
  }
  const base::Monotonic now = drive::monotonic_now();
  const base::Monotonic end =
      std::min(base::deadline(std::max(began, progress.last), bounds.silence), base::deadline(began, bounds.total));
  return std::max(base::Duration::zero(), std::chrono::ceil<base::Duration>(end - now));
}

}  // namespace

std::string secret_key(const model::ConformanceCase& conformance_case) {
  const auto& credentials = conformance_case.scenario.signatures.credentials;
  return credentials.empty() ? std::string(kSecretKey) : credentials.front().secret;
}

model::CaseRecord record_without_calls(const model::ConformanceCase& conformance_case, model::Reports reports,
                                       std::string why) {
  model::CaseRecord record;
  record.edition = conformance_case.scenario.edition;
  record.thing = conformance_case.thing;
  record.mqtt = conformance_case.mqtt.has_value();
  record.reports = reports;
  record.harness_problem = std::move(why);
  return record;
}

std::optional<model::CaseRecord> run_case(ServedCase& served, drive::Driver& driver, const model::ClientLimits& limits,
                                          const drive::StopFlag& stop, CallIds& calls) {
  const model::ConformanceCase& conformance_case = served.stage().conformance_case();
  model::CaseRecord record = record_without_calls(conformance_case, driver.reports(), "");
  record.endpoint = served.endpoint();
  base::Duration left = conformance_case.deadline;  // of an exact deadline
  const bool measures = std::any_of(conformance_case.checks.begin(), conformance_case.checks.end(),
                                    [](const model::CheckUse& use) { return use.check->needs_usage(); });
  bool fresh = true;
  for (const model::CaseCall& call : conformance_case.calls) {
    if (stop.wait(call.after)) {
      return std::nullopt;
    }
    drive::CallRequest request = make_call_request(conformance_case, call, served.endpoint(), served.tls());
    request.fresh = std::exchange(fresh, false) || call.fresh;
    judge::CallBounds bounds = judge::bounds_of(conformance_case, call, limits);
    if (conformance_case.exact_deadline) {
      bounds.silence = bounds.total = left;
    }
    const base::Monotonic began = drive::monotonic_now();
    const std::uint64_t before = served.progress().requests;
    request.timeout = std::min(bounds.silence, bounds.total);
    request.measure = measures;
    request.more = [&] { return time_left(bounds, began, served.progress(), before); };
    drive::CallReport report = driver.make(request);
    if (report.stopped) {
      return std::nullopt;
    }
    left -= std::chrono::duration_cast<base::Duration>(report.ended - report.began);
    const bool may_continue = may_continue_after(report);
    calls.first = calls.first == 0 ? report.id : calls.first;
    calls.last = report.id;
    add_call(record, call, std::move(report));
    if (!may_continue || (conformance_case.exact_deadline && left <= base::Duration::zero())) {
      break;
    }
  }
  return record;
}

void finish_record(ServedCase& served, bool client_runs, model::CaseRecord& record) {
  served.finish(client_runs, record);
  base::refill_memory_reserve();
  if (served.server_failed() && record.harness_problem.empty()) {
    record.harness_problem = "jobrig failed while it served the case; stderr says why";
  }
  if (!client_runs || record.calls.empty()) {
    return;  // what a program sends in its last moment may arrive when it has ended
  }
  const base::Monotonic reported = record.calls.back().ended;
  for (const auto* const exchanges : {&record.exchanges, &record.elsewhere}) {
    const auto late = std::count_if(exchanges->begin(), exchanges->end(), [&](const model::Exchange& exchange) {
      return wire::holds_request(exchange) && exchange.request_whole > reported;
    });
    if (late > 0) {
      record.notes.push_back(std::to_string(late) + (late == 1 ? " request" : " requests") +
                             " arrived after the client had reported its result");
    }
  }
}

}  // namespace jobrig::conform
