// wrong-date: the header Date is off by a time. Signatures and timestamps are not (`clock: {skew: 2h}` moves them all).
//   wrong-date: 2h | wrong-date: {by: -2h}
#include <algorithm>
#include <chrono>

#include "base/deadline.h"
#include "base/http_date.h"
#include "faults/headers.h"
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_wrong_date(Settings& settings) {
  settings.shorthand("by");
  const base::Node* const node =
      settings.node({"by", "how far the date is ahead, or behind with a minus", "signed-duration", Need::kRequired});
  const auto by = node == nullptr ? std::nullopt : base::read_duration(*node, "\"by\"", true, settings.diagnostics());
  if (!settings.finish()) {
    return nullptr;
  }
  return make_http_meaning(settings, [by = *by](model::Reply& reply, model::FaultContext& context) {
    constexpr base::Instant kBeginning{std::chrono::sys_days(std::chrono::year(0) / 1 / 1)};
    const base::Instant date = std::clamp(base::deadline(context.now, by), kBeginning, base::kEndOfTime);
    set_header(reply, "Date", base::format_http_date(date, base::HttpDateForm::kImfFixdate));
  });
}

}  // namespace

void declare_wrong_date(std::vector<FaultKind>& kinds) {
  kinds.push_back(
      {"wrong-date", Group::kMeaning, "sends a Date that is off by a time", "wrong-date: 2h", make_wrong_date});
}

}  // namespace jobrig::faults
