// within: the maximum duration of a call, from the request to the client until its report. For a client that does not
// report, until the end of the last exchange.
//   within: 15s
//   within: {at-most: 2s, call: 1}          without `call`: each call
#include <algorithm>
#include <optional>
#include <string>

#include "base/units.h"
#include "judge/make_check.h"
#include "judge/time_words.h"
#include "wire/attempts.h"

namespace jobrig::judge {
namespace {

base::Duration length_of(const model::CaseRecord& record, std::size_t call) {
  const model::CallRecord& one = record.calls[call];
  base::Monotonic end = one.ended;
  if (record.reports == model::Reports::kNothing) {
    end = one.began;
    for (const std::size_t index : wire::requests_of(record, call + 1)) {
      end = std::max(end, wire::answered_at(record.exchanges[index]));
    }
  }
  return between(one.began, end);
}

model::Finding judge_within(base::Duration bound, std::optional<std::size_t> call, const model::CaseRecord& record) {
  model::Finding finding{true, "at most " + base::format_duration(bound), ""};
  base::Duration longest{0};
  for (std::size_t i = 0; i < record.calls.size(); ++i) {
    if (call && *call != i + 1) {
      continue;
    }
    longest = std::max(longest, length_of(record, i));
    // A call that was ended at the deadline exceeded the bound, even if the measured time does not.
    finding.holds = finding.holds && longest <= bound && !record.calls[i].timed_out;
    finding.actual = shown_time(longest) + (record.calls[i].timed_out ? ", and no end" : "");
  }
  if (finding.actual.empty()) {
    return {false, finding.expected, "the call was not made"};
  }
  return finding;
}

CheckPointer make_within(Settings& settings) {
  settings.shorthand("at-most");
  const auto bound = settings.duration("at-most", "the longest time", Need::kRequired);
  const auto call = settings.call("the call; every call when it is not given");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_check(
      settings, [bound = *bound, call](const model::CaseRecord& record) { return judge_within(bound, call, record); });
}

}  // namespace

void declare_within(std::vector<CheckKind>& kinds) {
  kinds.push_back({"within", "the maximum duration of a call", "within: 15s", make_within, model::Reports::kNothing,
                   false, Transport::kAny});
}

}  // namespace jobrig::judge
