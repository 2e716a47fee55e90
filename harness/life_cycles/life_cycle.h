// Life cycle: a scenario, what happens to the agents of its things, and what they must do, as a file in
// scenarios/agents/ says. Plain data; it starts nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "life_cycles/catalogue.h"
#include "model/conformance_case.h"
#include "model/scenario.h"

namespace jobrig::life_cycles {

/// What jobrig does to agents.
enum class Act : std::uint8_t {
  kKill,         // kills the process and starts it again after `span`
  kCut,          // resets the connections
  kOutage,       // resets the connections, and new ones for `span`
  kLoseAnswers,  // passes nothing on to the agent for `span`, then resets the connections
  kAdvance,      // moves the time of the scenario by `span`
  kCancel,       // the service cancels the execution of the job that is IN_PROGRESS
  kChange,       // the service changes its details, which gives it the next version
};

struct ActRow {
  Act act;
  std::string_view word;  // lose-answers
  bool needs_span;        // `for` is required
  bool needs_job;         // `job` is required
};
const std::vector<ActRow>& acts();

/// One entry of `course:`. It is over when its act has begun.
struct Step {
  bool asked = false;                     // every agent has asked for work
  std::optional<model::Status> status{};  // an execution has, or had, this status
  std::string job{};                      // of this job; empty: any
  base::Duration after{0};                // real time after that, or after the step before
  Act act{};
  base::Duration span{0};
  base::Location location{};
};

/// One entry of `expect:`.
struct Expectation {
  const CheckKind* kind = nullptr;
  Judge judge;
  model::Level level = model::Level::kMust;
};

struct LifeCycle {
  std::string name;  // `agents/arrives`
  std::string summary;
  model::Scenario scenario;
  std::vector<std::string> things;  // one agent each
  std::vector<Step> course;
  std::vector<Expectation> expectations;
  base::Duration settle{0};  // how long agents are watched after the end
  base::Duration limit{0};
};

/// The most agents of one life cycle.
inline constexpr std::size_t kMaxAgents = 64;

}  // namespace jobrig::life_cycles
