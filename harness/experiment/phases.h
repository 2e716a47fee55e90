// Phases: the parts of an experiment in the order in which they run, with what became of each. The seed decides the
// order and the durations. It switches nothing (course.h does).
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "experiment/experiment.h"
#include "experiment/metrics.h"

namespace jobrig::experiment {

enum class PhaseKind : std::uint8_t {
  kBefore,  // the steady state is measured
  kStage,
  kSettle,  // clients recover
  kAfter,   // the steady state is measured again
};

struct Phase {
  PhaseKind kind = PhaseKind::kStage;
  std::string name;
  base::Duration duration{0};
  std::vector<std::string> on;   // rules that are enabled during it
  std::vector<std::string> off;  // rules that are disabled
  std::vector<Limit> limits;     // of the steady state, or those that halt a stage

  // What became of it:
  bool began = false;
  base::Duration lasted{0};       // scenario time
  Measurement measurement{};      // of the requests that arrived in it
  std::vector<Finding> findings;  // of all limits of the steady state; of those that halted a stage
  bool decided = true;            // false: too few requests to compare with the limits
  std::uint64_t lost = 0;         // exchanges that the mock dropped before they were read
  std::set<std::string> used;     // rules in `on` that answered a request

  /// Whether the steady state is measured in it.
  [[nodiscard]] bool is_steady() const { return kind == PhaseKind::kBefore || kind == PhaseKind::kAfter; }
  /// Whether nothing was found that should not be.
  [[nodiscard]] bool held() const;
};

/// before, the stages, settle (if it takes time), after.
std::vector<Phase> phases_of(const Experiment& experiment, std::uint64_t seed);

}  // namespace jobrig::experiment
