// gives-up: while the server is silent, the client ends each attempt within a bound. Attempts with a complete response
// are ignored; if all attempts have one, the check fails. The actual bound of the client is reported as observed.
//   gives-up: 8s
//   gives-up: {within: 8s}
#include <algorithm>
#include <optional>
#include <string>

#include "base/units.h"
#include "judge/make_check.h"
#include "judge/time_words.h"
#include "wire/attempts.h"

namespace jobrig::judge {
namespace {

bool was_left_waiting(const model::Exchange& exchange) {
  return exchange.close_reason == model::CloseReason::kClientGaveUp ||
         exchange.close_reason == model::CloseReason::kServerStopped || exchange.ended == base::Monotonic{};
}

/// When the client started to wait: when its request was complete or, without a request (a stalled handshake), when its
/// call began or the previous attempt ended.
base::Monotonic waiting_since(const model::CaseRecord& record, std::size_t index) {
  const model::Exchange& exchange = record.exchanges[index];
  if (exchange.request_whole != base::Monotonic{}) {
    return exchange.request_whole;
  }
  base::Monotonic since{};
  for (const model::CallRecord& call : record.calls) {
    since = call.began <= exchange.ended ? std::max(since, call.began) : since;
  }
  return index == 0 ? since : std::max(since, record.exchanges[index - 1].ended);
}

bool was_ended_by_us(const model::CaseRecord& record, const model::Exchange& exchange) {
  return exchange.close_reason != model::CloseReason::kClientGaveUp || exchange.ended == base::Monotonic{} ||
         std::any_of(record.calls.begin(), record.calls.end(),
                     [&](const model::CallRecord& call) { return call.timed_out && exchange.ended >= call.ended; });
}

model::Finding judge_gives_up(base::Duration bound, const model::CaseRecord& record) {
  model::Finding finding{true, "the client gives up within " + base::format_duration(bound), "", "", {}};
  std::optional<base::Duration> longest;
  for (std::size_t i = 0; i < record.exchanges.size(); ++i) {
    const model::Exchange& exchange = record.exchanges[i];
    if (!was_left_waiting(exchange)) {
      continue;
    }
    if (was_ended_by_us(record, exchange)) {
      return {false, finding.expected, "it waited until jobrig stopped it", "", {i}};
    }
    const base::Duration waited = between(waiting_since(record, i), exchange.ended);
    finding.evidence.push_back(i);
    finding.holds = finding.holds && waited <= bound;
    longest = std::max(waited, longest.value_or(waited));
  }
  if (!longest) {
    return {false, finding.expected, record.exchanges.empty() ? "no attempt" : "it waited for the complete response"};
  }
  finding.actual = "it gave up after " + shown_time(*longest);
  finding.observed = "its bound was " + shown_time(*longest);
  return finding;
}

CheckPointer make_gives_up(Settings& settings) {
  settings.shorthand("within");
  const auto bound = settings.duration("within", "the longest time", Need::kRequired);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_check(settings,
                    [bound = *bound](const model::CaseRecord& record) { return judge_gives_up(bound, record); });
}

}  // namespace

void declare_gives_up(std::vector<CheckKind>& kinds) {
  kinds.push_back(
      {"gives-up", "the client times out while the server is silent", "gives-up: {within: 8s}", make_gives_up});
}

}  // namespace jobrig::judge
