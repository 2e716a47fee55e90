#include "conform/debug.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <ostream>
#include <thread>
#include <utility>

#include "drive/call_order.h"
#include "drive/stop_flag.h"
#include "drive/waiting.h"
#include "judge/features.h"

namespace jobrig::conform {
namespace {

void print_case(const model::ConformanceCase& one, const ServedCase& served, std::ostream& out) {
  out << "case      " << one.name << ": " << one.summary << "\nendpoint  " << served.endpoint() << '\n';
  if (!served.tls().authority.empty()) {
    out << "authority " << served.tls().authority << '\n';
  }
  if (!served.tls().certificate.empty()) {
    out << "device    " << served.tls().certificate << ", " << served.tls().key << '\n';
  }
  for (const model::Call& call : one.calls) {
    out << "call      " << call.operation << ' ' << drive::arguments_json(call) << '\n';
  }
  out << "Start the client by hand. Enter or Ctrl-C when it is done; then what arrived is judged." << std::endl;
}

/// Until somebody presses Enter (or stdin ends), or `over` is raised.
void wait_for_enter(const drive::StopFlag& over) {
  std::array<pollfd, 2> watched{pollfd{STDIN_FILENO, POLLIN, 0}, {over.descriptor(), POLLIN, 0}};
  while (::poll(watched.data(), watched.size(), -1) < 0) {
  }
}

void wait_until_told(hosting::StopSignals& signals) {
  drive::StopFlag over;
  const std::jthread enter([&] {
    wait_for_enter(over);
    signals.finish();
  });
  signals.wait([&](int) { over.raise(); });
}

}  // namespace

base::Result<model::CaseResult> debug_case(const std::shared_ptr<const model::ConformanceCase>& conformance_case,
                                           CaseServer& server, std::uint64_t seed, const judge::JudgeOptions& judging,
                                           hosting::StopSignals& signals, std::ostream& out) {
  const model::ConformanceCase& one = *conformance_case;
  auto served = server.serve(conformance_case, seed);
  if (!served) {
    return served.error();
  }
  print_case(one, **served, out);
  const base::Monotonic began = drive::monotonic_now();
  wait_until_told(signals);
  model::CaseRecord record;
  record.edition = one.scenario.edition;
  record.thing = one.thing;
  record.reports = false;
  for (const model::Call& call : one.calls) {
    model::CallRecord made;
    made.operation = call.operation;
    made.arguments = drive::arguments_json(call);
    made.began = began;
    made.ended = drive::monotonic_now();
    record.calls.push_back(std::move(made));
  }
  record.exchanges = (*served)->stage().finish();
  judge::JudgeOptions all = judging;
  for (const std::string_view feature : judge::needed_features(one)) {
    all.features.emplace_back(feature);  // whoever starts it by hand knows what it can do
  }
  return judge::judge_case(one, std::move(record), all);
}

}  // namespace jobrig::conform
