// Experiment outcomes for the tests of reports: one with all that a report can show, and one that held.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "experiment/metrics.h"
#include "experiment/outcome.h"

namespace jobrig::test {

inline experiment::Limit successes_at_least(double bound) {
  std::size_t metric = 0;
  while (experiment::metrics()[metric].word != std::string_view("successes")) {
    ++metric;
  }
  return {metric, true, bound};
}

inline experiment::Outcome halted_outcome() {
  using namespace std::chrono_literals;
  experiment::Outcome outcome;
  outcome.name = "experiments/mine";
  outcome.summary = "Devices recover.";
  outcome.scenario = "chaos/flapping";
  outcome.jobrig_version = "1.2.3";
  outcome.seed = UINT64_MAX;
  outcome.began = base::Instant(std::chrono::sys_days(std::chrono::year(2026) / 1 / 2)) + 3h;
  outcome.took = 51s;
  outcome.phases.resize(3);
  experiment::Phase& before = outcome.phases[0];
  before.kind = experiment::PhaseKind::kBefore;
  before.name = "before";
  before.duration = 30s;
  before.off = {"away"};
  before.began = true;
  before.lasted = 30s;
  before.measurement = {200, 199, 0.995, 1, 0.005, 2ms, 12ms};
  before.findings = {{successes_at_least(0.99), 0.995, true}};
  experiment::Phase& stage = outcome.phases[1];
  stage.name = "outage";
  stage.duration = 60s;
  stage.on = {"away", "slow"};
  stage.used = {"away"};
  stage.began = true;
  stage.lasted = 20s;
  stage.measurement = {50, 30, 0.02, 0.04, 2.0 / 3, 1ms, 1ms};
  stage.findings = {{successes_at_least(0.05), 0.02, false}};
  stage.lost = 7;
  outcome.phases[2].kind = experiment::PhaseKind::kAfter;
  outcome.phases[2].name = "after";
  outcome.phases[2].duration = 30s;
  outcome.ending = experiment::Ending::kHalted;
  outcome.reason = "stage \"outage\": successes 2%, expected at least 5%";
  outcome.not_restored = {"away"};
  return outcome;
}

inline experiment::Outcome held_outcome() {
  experiment::Outcome outcome = halted_outcome();
  outcome.ending = experiment::Ending::kHeld;
  outcome.reason.clear();
  outcome.not_restored.clear();
  outcome.phases[1].findings.clear();
  const std::string name = outcome.phases[2].name;
  const auto kind = outcome.phases[2].kind;
  outcome.phases[2] = outcome.phases[0];
  outcome.phases[2].name = name;
  outcome.phases[2].kind = kind;
  return outcome;
}

}  // namespace jobrig::test
