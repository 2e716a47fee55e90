// Scenario clock: the clock of a server that serves a scenario. Civil time is the scenario's virtual time, monotonic
// time is real. It only combines the two clocks; it does not implement virtual time (state/ does).
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "base/clock.h"
#include "state/virtual_clock.h"

namespace jobrig::hosting {

/// As thread-safe as the two borrowed clocks.
class ScenarioClock final : public base::Clock {
 public:
  ScenarioClock(const base::Clock& machine, const state::VirtualClock& scenario)
      : machine_(machine), scenario_(scenario) {}
  [[nodiscard]] base::Instant civil() const override {
    return scenario_.has_ended() ? base::kEndOfTime : scenario_.now();
  }
  [[nodiscard]] base::Monotonic monotonic() const override { return machine_.monotonic(); }
  [[nodiscard]] base::Monotonic when(base::Instant moment) const override {
    return scenario_.has_ended() ? machine_.monotonic() : scenario_.when(moment);
  }
  [[nodiscard]] std::unique_ptr<base::ChangeSignal::Watch> on_change(std::function<void()> wake) const override {
    return scenario_.on_change(std::move(wake));
  }

 private:
  const base::Clock& machine_;
  const state::VirtualClock& scenario_;
};

}  // namespace jobrig::hosting
