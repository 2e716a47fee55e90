// Scenario clock: what a server that serves a scenario is told the time by: civil time is the scenario's, delays are
// real. It only joins the two; the virtual time itself is state/'s.
#pragma once

#include "base/clock.h"
#include "state/virtual_clock.h"

namespace jobrig::hosting {

/// Thread-safe as the two clocks are, which it borrows.
class ScenarioClock final : public base::Clock {
 public:
  ScenarioClock(const base::Clock& machine, const state::VirtualClock& scenario)
      : machine_(machine), scenario_(scenario) {}
  [[nodiscard]] base::Instant civil() const override { return scenario_.now(); }
  [[nodiscard]] base::Monotonic monotonic() const override { return machine_.monotonic(); }

 private:
  const base::Clock& machine_;
  const state::VirtualClock& scenario_;
};

}  // namespace jobrig::hosting
