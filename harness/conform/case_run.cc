#include "conform/case_run.h"

#include <iterator>
#include <string>
#include <utility>

#include "drive/waiting.h"

namespace jobrig::conform {
namespace {

// What clients sign with in cases that don't check it. They open nothing anywhere.
constexpr std::string_view kRegion = "eu-west-1";
constexpr std::string_view kAccessKey = "AKIDJOBRIGEXAMPLE";
constexpr std::string_view kSecretKey = "jobrig/opens+nothing/anywhere/EXAMPLEKEY";

void add_call(model::CaseRecord& record, const model::Call& call, drive::CallReport&& report) {
  model::CallRecord made;
  made.operation = call.operation;
  made.arguments = drive::arguments_json(call);
  made.began = report.began;
  made.ended = report.ended;
  made.outcome = std::move(report.outcome);
  made.timed_out = report.timed_out;
  record.calls.push_back(std::move(made));
  record.crashed = record.crashed || report.crashed;
  record.harness_problem = std::move(report.harness_problem);
  record.notes.insert(record.notes.end(), std::make_move_iterator(report.notes.begin()),
                      std::make_move_iterator(report.notes.end()));
}

bool goes_on_after(const drive::CallReport& report) {
  const bool unable = report.outcome && report.outcome->kind == model::ClientOutcome::Kind::kUnable;
  return !report.timed_out && !report.crashed && !unable && report.harness_problem.empty();
}

}  // namespace

drive::CallOrder call_order(const model::ConformanceCase& one, const model::Call& call, const std::string& endpoint,
                            const drive::TlsFiles& tls) {
  const model::SignatureSettings& signatures = one.scenario.signatures;
  drive::CallOrder order;
  order.case_name = one.name;
  order.call = call;
  order.endpoint = endpoint;
  order.region = signatures.region.empty() ? kRegion : signatures.region;
  order.access_key = signatures.credentials.empty() ? kAccessKey : signatures.credentials.front().first;
  order.secret_key = signatures.credentials.empty() ? kSecretKey : signatures.credentials.front().second;
  order.tls = tls;
  return order;
}

model::CaseRecord record_without_calls(const model::ConformanceCase& conformance_case, const drive::Driver& driver,
                                       std::string why) {
  model::CaseRecord record;
  record.edition = conformance_case.scenario.edition;
  record.thing = conformance_case.thing;
  record.reports = driver.reports();
  record.harness_problem = std::move(why);
  return record;
}

std::optional<model::CaseRecord> run_case(ServedCase& served, drive::Driver& driver, const drive::StopFlag& stop) {
  const model::ConformanceCase& one = served.stage().conformance_case();
  model::CaseRecord record = record_without_calls(one, driver, "");
  base::Duration left = one.deadline;
  bool fresh = true;
  for (const model::Call& call : one.calls) {
    if (stop.wait(call.after)) {
      return std::nullopt;
    }
    drive::CallOrder order = call_order(one, call, served.endpoint(), served.tls());
    order.fresh = std::exchange(fresh, false);
    order.most = left;
    drive::CallReport report = driver.make(order);
    if (report.stopped) {
      return std::nullopt;
    }
    left -= std::chrono::duration_cast<base::Duration>(report.ended - report.began);
    const bool goes_on = goes_on_after(report);
    add_call(record, call, std::move(report));
    if (!goes_on || left <= base::Duration::zero()) {
      break;
    }
  }
  record.exchanges = served.stage().finish();
  return record;
}

}  // namespace jobrig::conform
