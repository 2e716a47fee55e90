// HTTP front end: converts each request into a call and passes the call to the planner. It does not read bytes or
// render responses (serve/ does), and does not parse the contents of requests (http/ does).
#pragma once

#include <optional>

#include "model/responder.h"
#include "plan/planner.h"
#include "state/virtual_clock.h"

namespace jobrig::hosting {

/// Thread-safe. Borrows all arguments; they must outlive it.
class HttpFrontEnd final : public model::Responder {
 public:
  HttpFrontEnd(const model::Scenario& scenario, const state::VirtualClock& clock, plan::Planner& planner)
      : scenario_(scenario), clock_(clock), planner_(planner) {}

  model::Plan plan(const model::Request& request) override;
  void plan_into(const model::Request& request, model::Plan& plan) override;
  model::Opening at_accept() override { return planner_.at_accept(); }
  [[nodiscard]] model::Port port() const override { return planner_.port(); }
  [[nodiscard]] bool looks_at_heads() const override { return planner_.looks_at_heads(); }
  std::optional<model::EarlyEnd> at_request_head(const model::Request& head) override;

 private:
  void parse(const model::Request& request, model::Call& call) const;
  [[nodiscard]] model::Call& kept_call_of(const model::Request& request) const;
  void plan_call(const model::Request& request, model::Call& call, model::Plan& plan);

  const model::Scenario& scenario_;
  const state::VirtualClock& clock_;
  plan::Planner& planner_;
};

}  // namespace jobrig::hosting
