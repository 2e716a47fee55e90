// Experiment: stages over time, each with rules of a running mock switched on or off, and the steady state that must
// hold before and after them. Plain data, as loader.h reads it from a file; course.h runs it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "experiment/metrics.h"

namespace jobrig::experiment {

/// A rule that a stage switches, and where the file names it.
struct RuleName {
  std::string name;
  base::Location location;
};

struct Stage {
  std::string name;
  base::Duration duration{0};
  double jitter = 0;  // the duration is multiplied with a number from 1 - jitter to 1 + jitter
  std::vector<RuleName> on;
  std::vector<RuleName> off;
  std::optional<std::vector<Limit>> limits;  // instead of those of the experiment
};

/// The hypothesis: limits that hold before the first stage and after the last.
struct SteadyState {
  base::Duration duration{0};
  base::Duration settle{0};  // between the last stage and the second measurement
  std::vector<Limit> limits;
};

struct Experiment {
  std::string name;  // of its file: `experiments/lost-answers`
  std::string summary;
  std::string scenario;  // the built-in scenario or file beside it that has the rules; empty: not stated
  base::Location scenario_location;
  std::optional<std::uint64_t> seed;
  bool shuffled = false;     // the seed decides the order of the stages
  std::size_t requests = 1;  // a measurement of fewer requests decides nothing
  SteadyState steady;
  std::vector<Limit> limits;  // the experiment halts when one of them does not hold during a stage
  base::Duration window{0};   // the limits are checked for the requests of this time
  std::vector<Stage> stages;
};

}  // namespace jobrig::experiment
