// Stage: the parts that serve one scenario: clock, state, planner, HTTP front end, choice of TLS settings and timer of
// events. It does not store records (derived classes do) and opens no port.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "base/clock.h"
#include "hosting/event_timer.h"
#include "hosting/http_front_end.h"
#include "hosting/scenario_clock.h"
#include "model/scenario.h"
#include "model/stage.h"
#include "plan/planner.h"
#include "plan/tls_choice.h"
#include "state/virtual_clock.h"
#include "state/world.h"

namespace jobrig::hosting {

/// What stays when a stage with other rules follows. Each part is thread-safe. The members are in order of
/// construction.
struct StageState {
  StageState(std::shared_ptr<const model::Scenario> played, std::uint64_t seed)
      : scenario(std::move(played)),
        virtual_clock(machine, scenario->clock),
        clock(machine, virtual_clock),
        world(*scenario, virtual_clock, seed),
        tls_choice(scenario->tls, virtual_clock),
        events(world, virtual_clock) {}

  const std::shared_ptr<const model::Scenario> scenario;
  base::SystemClock machine;
  state::VirtualClock virtual_clock;
  ScenarioClock clock;
  state::World world;
  plan::TlsChoice tls_choice;
  EventTimer events;
};

/// Each part is thread-safe. The members are in order of construction.
struct Stage : model::Stage {
  Stage(std::shared_ptr<const model::Scenario> played, std::uint64_t seed_of_chance)
      : scenario(std::move(played)),
        seed(seed_of_chance),
        state(std::make_shared<StageState>(scenario, seed)),
        planner(*scenario, state->world, state->virtual_clock, seed),
        http(*scenario, state->virtual_clock, planner) {}
  /// The same stage with another scenario, as plan::Planner has it. The two share their state.
  Stage(std::shared_ptr<const model::Scenario> played, const Stage& before, const plan::Planner::Kept& kept,
        bool has_same_things)
      : scenario(std::move(played)),
        seed(before.seed),
        state(before.state),
        planner(*scenario, before.planner, kept, has_same_things),
        http(*scenario, state->virtual_clock, planner) {}

  [[nodiscard]] const base::Clock& scenario_time() const override { return state->clock; }
  /// Counts the rule that decided about an MQTT packet. Does nothing unless a derived class stores it. Exchanges are
  /// counted when they are recorded.
  virtual void count_use(const model::Decision& /*decision*/) {}

  const std::shared_ptr<const model::Scenario> scenario;
  const std::uint64_t seed;
  const std::shared_ptr<StageState> state;
  plan::Planner planner;
  HttpFrontEnd http;
  base::SystemClock& machine = state->machine;
  state::VirtualClock& virtual_clock = state->virtual_clock;
  ScenarioClock& clock = state->clock;
  state::World& world = state->world;
  plan::TlsChoice& tls_choice = state->tls_choice;
  EventTimer& events = state->events;
};

}  // namespace jobrig::hosting
