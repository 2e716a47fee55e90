#include "conform/debug.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <optional>
#include <ostream>
#include <string_view>
#include <utility>
#include <vector>

#include "base/threads.h"
#include "drive/call_request.h"
#include "drive/stop_flag.h"
#include "drive/waiting.h"
#include "judge/coverage.h"
#include "judge/features.h"
#include "judge/verdict.h"

namespace jobrig::conform {
namespace {

void print_case(const model::ConformanceCase& conformance_case, const ServedCase& served, std::ostream& out) {
  out << "case      " << conformance_case.name << ": " << conformance_case.summary << "\nendpoint  "
      << served.endpoint() << '\n';
  if (!served.tls().authority.empty()) {
    out << "authority " << served.tls().authority << '\n';
  }
  if (!served.tls().certificate.empty()) {
    out << "device    " << served.tls().certificate << ", " << served.tls().key << '\n';
  }
  for (const model::CaseCall& call : conformance_case.calls) {
    out << "call      " << call.operation << ' ' << drive::arguments_json(call) << '\n';
  }
  out << "Start the client now. Press Enter or Ctrl-C when it has finished; jobrig then judges what it sent."
      << std::endl;
}

/// Waits until the user presses Enter, stdin ends or `over` is raised.
void wait_for_enter(const drive::StopFlag& over) {
  std::array<pollfd, 2> watched{pollfd{STDIN_FILENO, POLLIN, 0}, {over.descriptor(), POLLIN, 0}};
  while (::poll(watched.data(), watched.size(), -1) < 0) {
  }
}

std::optional<base::Error> wait_for_user(hosting::StopSignals& signals) {
  drive::StopFlag over;
  base::Threads enter;
  if (auto error = enter.start({[&] {
        wait_for_enter(over);
        signals.finish();
      }})) {
    return error;
  }
  signals.wait([&](int) { over.raise(); });
  enter.join();
  return std::nullopt;
}

/// The record of calls that the user made. It contains only what arrived on the wire.
model::CaseRecord make_record(const model::ConformanceCase& conformance_case, base::Monotonic began,
                              ServedCase& served) {
  model::CaseRecord record;
  record.edition = conformance_case.scenario.edition;
  record.thing = conformance_case.thing;
  record.mqtt = conformance_case.mqtt.has_value();
  record.reports = model::Reports::kNothing;
  for (const model::CaseCall& call : conformance_case.calls) {
    model::CallRecord made;
    made.operation = call.operation;
    made.arguments = drive::arguments_json(call);
    made.began = began;
    made.ended = drive::monotonic_now();
    record.calls.push_back(std::move(made));
  }
  served.finish(/*client_runs=*/true, record);
  return record;
}

}  // namespace

base::Result<model::RunResult> debug_case(const Selection& selection, CaseServer& server, std::uint64_t seed,
                                          bool strict, hosting::StopSignals& signals, std::ostream& out) {
  const auto lane = server.lane();
  if (!lane) {
    return lane.error();
  }
  std::optional<model::Elsewhere> elsewhere;
  if (selection.cases.front().first->uses_elsewhere) {
    auto opened = (*lane)->elsewhere();
    if (!opened) {
      return opened.error();
    }
    elsewhere = std::move(*opened);
  }
  const auto conformance_case = selection.instantiate({0, 1}, elsewhere);
  auto served = server.serve(conformance_case, seed, **lane);
  if (!served) {
    return served.error();
  }
  print_case(*conformance_case, **served, out);
  const base::Monotonic began = drive::monotonic_now();
  if (const auto error = wait_for_user(signals)) {
    return *error;
  }
  judge::JudgeOptions judging;
  judging.strict = strict;
  for (const std::string_view feature : judge::needed_features(*conformance_case)) {
    judging.features.emplace_back(feature);  // the user knows what the client can do
  }
  model::RunResult run;
  run.client.command = "a client started by hand";
  run.seed = seed;
  run.strict = strict;
  run.results.push_back(judge::judge_case(*conformance_case, make_record(*conformance_case, began, **served), judging));
  judge::add_coverage_problems({}, run);
  run.took = std::chrono::duration_cast<base::Duration>(drive::monotonic_now() - began);
  return run;
}

}  // namespace jobrig::conform
