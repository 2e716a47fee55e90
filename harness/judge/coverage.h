// Coverage: whether a run has judged enough to say something about the client. It changes no verdict.
#pragma once

#include <cstddef>

#include "model/verdict.h"

namespace jobrig::judge {

struct CoverageOptions {
  std::size_t min_judged = 0;  // cases
  bool part = false;           // the run is a shard, whose cases may all be skipped
};

/// Adds a problem to the run if no case was judged, or fewer than `min_judged`. An interrupted run has none.
void add_coverage_problems(const CoverageOptions& options, model::RunResult& run);

}  // namespace jobrig::judge
