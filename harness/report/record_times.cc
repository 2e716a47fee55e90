#include "report/record_times.h"

#include <chrono>

namespace jobrig::report {

base::Monotonic record_origin(const model::CaseRecord& record) {
  base::Monotonic earliest{};
  const auto look_at = [&](base::Monotonic moment) {
    if (moment != base::Monotonic{} && (earliest == base::Monotonic{} || moment < earliest)) {
      earliest = moment;
    }
  };
  for (const model::CallRecord& call : record.calls) {
    look_at(call.began);
    look_at(call.ended);
  }
  for (const model::Exchange& exchange : record.exchanges) {
    for (const base::Monotonic moment :
         {exchange.request_whole, exchange.first_byte, exchange.last_byte, exchange.ended}) {
      look_at(moment);
    }
  }
  return earliest;
}

std::optional<double> milliseconds_after(base::Monotonic origin, base::Monotonic moment) {
  if (moment == base::Monotonic{}) {
    return std::nullopt;
  }
  return std::chrono::duration<double, std::milli>(moment - origin).count();
}

}  // namespace jobrig::report
