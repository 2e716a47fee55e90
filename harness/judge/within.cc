// within: the maximum duration of a call, from when the client is asked until it reports; of a client that reports
// nothing, until the end of the last exchange.
//   within: 15s
//   within: {at-most: 2s, call: 1}          without `call`: each call
#include <algorithm>
#include <optional>
#include <string>

#include "base/units.h"
#include "judge/attempts.h"
#include "judge/make_check.h"
#include "judge/parsers.h"
#include "judge/settings.h"
#include "judge/time_words.h"

namespace jobrig::judge {
namespace {

base::Duration length_of(const model::CaseRecord& record, std::size_t call) {
  const model::CallRecord& one = record.calls[call];
  base::Monotonic end = one.ended;
  if (!record.reports) {
    end = one.began;
    for (const std::size_t index : requests_of(record, call + 1)) {
      end = std::max(end, answered_at(record.exchanges[index]));
    }
  }
  return between(one.began, end);
}

model::Finding judge(base::Duration bound, std::optional<std::size_t> call, const model::CaseRecord& record) {
  model::Finding finding{true, "at most " + base::format_duration(bound), ""};
  base::Duration longest{0};
  for (std::size_t i = 0; i < record.calls.size(); ++i) {
    if (call && *call != i + 1) {
      continue;
    }
    longest = std::max(longest, length_of(record, i));
    // A call that was ended at the deadline took longer than that, whatever the clock said by then.
    finding.holds = finding.holds && longest <= bound && !record.calls[i].timed_out;
    finding.actual = shown_time(longest) + (record.calls[i].timed_out ? ", and no end" : "");
  }
  if (finding.actual.empty()) {
    return {false, finding.expected, "the call was not made"};
  }
  return finding;
}

}  // namespace

std::shared_ptr<const model::Check> parse_within(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "within", "at-most", diagnostics);
  read.fields().required("at-most");
  const base::Duration bound = read.fields().duration("at-most").value_or(base::Duration::zero());
  const auto call = read.call();
  if (!read.finish()) {
    return nullptr;
  }
  return make_check("within", {},
                    [bound, call](const model::CaseRecord& record) { return judge(bound, call, record); });
}

}  // namespace jobrig::judge
