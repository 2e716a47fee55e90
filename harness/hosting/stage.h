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

/// Each part is thread-safe. The members are in order of construction.
struct Stage : model::Stage {
  Stage(std::shared_ptr<const model::Scenario> played, std::uint64_t seed_of_chance)
      : scenario(std::move(played)),
        seed(seed_of_chance),
        virtual_clock(machine, scenario->clock),
        clock(machine, virtual_clock),
        world(*scenario, virtual_clock, seed),
        planner(*scenario, world, virtual_clock, seed),
        http(*scenario, virtual_clock, planner),
        tls_choice(scenario->tls, virtual_clock),
        events(world, virtual_clock) {}

  [[nodiscard]] const base::Clock& scenario_time() const override { return clock; }

  const std::shared_ptr<const model::Scenario> scenario;
  const std::uint64_t seed;
  base::SystemClock machine;
  state::VirtualClock virtual_clock;
  ScenarioClock clock;
  state::World world;
  plan::Planner planner;
  HttpFrontEnd http;
  plan::TlsChoice tls_choice;
  EventTimer events;
};

}  // namespace jobrig::hosting
