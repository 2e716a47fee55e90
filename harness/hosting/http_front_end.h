// HTTP front end: makes a call of each request and has the planner answer it. It reads no bytes and renders none
// (serve/ does); what a request says is http/'s.
#pragma once

#include <optional>

#include "model/responder.h"
#include "plan/planner.h"
#include "state/virtual_clock.h"

namespace jobrig::hosting {

/// Thread-safe. Borrows all it is given; they must outlive it.
class HttpFrontEnd final : public model::Responder {
 public:
  HttpFrontEnd(const model::Scenario& scenario, const state::VirtualClock& clock, plan::Planner& planner)
      : scenario_(scenario), clock_(clock), planner_(planner) {}

  model::Plan plan(const model::Request& request) override;
  std::optional<model::EarlyEnd> at_accept() override { return planner_.at_accept(); }
  [[nodiscard]] bool looks_at_heads() const override { return planner_.looks_at_heads(); }
  std::optional<model::EarlyEnd> at_request_head(const model::Request& head) override;

 private:
  const model::Scenario& scenario_;
  const state::VirtualClock& clock_;
  plan::Planner& planner_;
};

}  // namespace jobrig::hosting
