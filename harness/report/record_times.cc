#include "report/record_times.h"

#include <algorithm>
#include <chrono>

namespace jobrig::report {
namespace {

/// Calls `look_at` with every time in the record that is set.
template <typename LookAt>
void each_moment(const model::CaseRecord& record, const LookAt& look_at) {
  const auto look = [&](base::Monotonic moment) {
    if (moment != base::Monotonic{}) {
      look_at(moment);
    }
  };
  for (const model::CallRecord& call : record.calls) {
    look(call.began);
    look(call.ended);
  }
  for (const model::Exchange& exchange : record.exchanges) {
    for (const base::Monotonic moment :
         {exchange.request_whole, exchange.first_byte, exchange.last_byte, exchange.ended}) {
      look(moment);
    }
  }
  for (const model::PacketRecord& packet : record.packets) {
    look(packet.when);
  }
}

}  // namespace

base::Monotonic record_origin(const model::CaseRecord& record) {
  base::Monotonic earliest{};
  each_moment(record, [&](base::Monotonic moment) {
    earliest = earliest == base::Monotonic{} ? moment : std::min(earliest, moment);
  });
  return earliest;
}

base::Monotonic record_end(const model::CaseRecord& record) {
  base::Monotonic latest{};
  each_moment(record, [&](base::Monotonic moment) { latest = std::max(latest, moment); });
  return latest;
}

std::chrono::nanoseconds record_length(const model::CaseRecord& record) {
  return whole_microseconds(record_end(record)) - whole_microseconds(record_origin(record));
}

std::chrono::microseconds whole_microseconds(base::Monotonic moment) {
  return std::chrono::floor<std::chrono::microseconds>(moment.time_since_epoch());
}

std::optional<std::chrono::microseconds> time_after(base::Monotonic origin, base::Monotonic moment) {
  if (moment == base::Monotonic{}) {
    return std::nullopt;
  }
  return whole_microseconds(moment) - whole_microseconds(origin);
}

}  // namespace jobrig::report
