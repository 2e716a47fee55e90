#include "state/same_script.h"

#include <algorithm>
#include <tuple>

namespace jobrig::state {
namespace {

// The structured bindings name all members: a new member does not compile until somebody decides whether it counts.

/// The job of an arrival is known by its name, because its place may change.
auto parts_of(const model::Arrival& arrival) {
  const auto& [job, place, number, location] = arrival;
  return std::tie(job, number);
}

auto parts_of(const model::Transition& step) {
  const auto& [after, at, on_describe, on_start, on_update, on_terminal, status, details, document, remove, arrivals,
               location] = step;
  return std::tie(after, at, on_describe, on_start, on_update, on_terminal, status, details, document, remove);
}

auto parts_of(const model::Execution& execution) {
  const auto& [number, status, version, details, queued, started, updated, document, timeout, timeout_delay,
               seconds_while_queued, retried_as, exists_from, then, off_contract, drawn, location] = execution;
  return std::tie(number, status, version, details, queued, started, updated, document, timeout, timeout_delay,
                  seconds_while_queued, retried_as, exists_from, off_contract, drawn);
}

bool same_arrival(const model::Arrival& a, const model::Arrival& b) { return parts_of(a) == parts_of(b); }

bool same_step(const model::Transition& a, const model::Transition& b) {
  return parts_of(a) == parts_of(b) &&
         std::equal(a.arrivals.begin(), a.arrivals.end(), b.arrivals.begin(), b.arrivals.end(), same_arrival);
}

}  // namespace

bool same_script(const model::Execution& a, const model::Execution& b) {
  return parts_of(a) == parts_of(b) &&
         std::equal(a.then.begin(), a.then.end(), b.then.begin(), b.then.end(), same_step);
}

}  // namespace jobrig::state
