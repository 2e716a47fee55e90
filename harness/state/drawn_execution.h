// Drawn execution: the values that `any` leaves to chance: status, numbers, times, details and document, each as hard
// for a client as the contract allows. A pure function of the seed and the names of thing and job. It keeps no state
// and builds no JSON.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "model/scenario.h"

namespace jobrig::state {

/// What all draws of a server have in common.
struct Draw {
  std::uint64_t seed = 0;
  model::Edition edition = model::Edition::kOriginal;
};

/// Whose execution it is. Its values depend on nothing else but the seed.
struct DrawnFor {
  std::string_view thing;
  std::string_view job;
};

/// The same execution with values for `written.drawn`. The other values stay as they are. `start`: of the clock.
model::Execution drawn_execution(const model::Execution& written, const model::Job& job, const DrawnFor& whose,
                                 base::Instant start, const Draw& draw);

}  // namespace jobrig::state
