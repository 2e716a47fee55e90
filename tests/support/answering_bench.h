// AnsweringBench: a scenario behind a worker that has no thread and no socket. A test asks for responses as the
// worker's thread would, and its clock moves only when told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "hosting/http_front_end.h"
#include "hosting/scenario_clock.h"
#include "model/responder.h"
#include "plan/planner.h"
#include "serve/answering.h"
#include "serve/framer.h"
#include "serve/worker.h"
#include "state/virtual_clock.h"
#include "state/world.h"
#include "support/planning.h"

namespace jobrig::test {

/// Counts how many responses were prepared.
class CountingResponder final : public model::Responder {
 public:
  explicit CountingResponder(model::Responder& inside) : inside_(inside) {}
  model::Plan plan(const model::Request& request) override { return inside_.plan(request); }
  void plan_into(const model::Request& request, model::Plan& plan) override {
    inside_.plan_into(request, plan);
    prepared += plan.is_prepared() ? 1 : 0;
  }

  std::size_t prepared = 0;

 private:
  model::Responder& inside_;
};

class AnsweringBench {
 public:
  AnsweringBench(const model::Scenario& scenario, model::ExchangeSink& sink, bool prepares_answers)
      : machine(instant("2026-06-01")),
        clock(machine, scenario.clock),
        civil(machine, clock),
        world(scenario, clock, 7),
        planner(scenario, world, clock, 7),
        front_end(scenario, clock, planner),
        responder(front_end),
        shared{options(prepares_answers), responder, sink, civil},
        worker(shared) {}

  struct Answered {
    model::Script script;
    model::Exchange exchange;
  };
  /// The response to a complete request.
  Answered ask(const std::string& raw) {
    serve::KnownRequest* known = keeps() ? worker.known_requests().find(raw) : nullptr;
    known_requests += known != nullptr ? 1 : 0;
    const serve::FramerLimits limits;
    serve::Framer framer(limits);
    if (known == nullptr) {
      if (framer.advance(raw) != serve::Framer::Progress::kWhole) {
        throw std::runtime_error("not a whole request: " + raw);
      }
      known = keeps() ? worker.known_requests().keep(framer, raw) : nullptr;
    }
    model::Request& request = known != nullptr ? known->request : worker.request();
    if (known == nullptr) {
      framer.read(raw, request);
    }
    const bool keep_alive = known != nullptr ? known->keep_alive : framer.keep_alive();
    request.takes_prepared = serve::takes_prepared(worker, request, keep_alive);
    model::clear(worker.exchange());
    serve::Answer answer = serve::answer_to(worker, request, keep_alive);
    return {std::get<model::Script>(std::move(answer.content)), worker.exchange()};
  }

  std::size_t known_requests = 0;  // how many were found among those that the worker keeps
  base::ManualClock machine;
  state::VirtualClock clock;
  hosting::ScenarioClock civil;
  state::World world;
  plan::Planner planner;
  hosting::HttpFrontEnd front_end;
  CountingResponder responder;
  serve::Shared shared;
  serve::Worker worker;

 private:
  /// As a connection does: without prepared answers, it keeps nothing.
  [[nodiscard]] bool keeps() const { return shared.options.prepares_answers; }
  static serve::ServerOptions options(bool prepares_answers) {
    serve::ServerOptions made;
    made.prepares_answers = prepares_answers;
    made.joins_responses = true;
    return made;
  }
};

}  // namespace jobrig::test
