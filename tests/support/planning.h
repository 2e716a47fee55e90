// Planning: a small scenario with its clock, world and planner, for tests of the planner. It is built in C++, which
// makes these tests independent of the loader.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/units.h"
#include "hosting/http_front_end.h"
#include "http/request_parser.h"
#include "model/responder.h"
#include "model/scenario.h"
#include "plan/explain.h"
#include "plan/planner.h"
#include "state/virtual_clock.h"
#include "state/world.h"
#include "support/http_plan.h"

namespace jobrig::test {

inline base::Instant instant(std::string_view text) { return *base::parse_instant(text); }

inline model::NamePattern literal(std::string name) {
  return {std::move(name), "", model::NamePattern::Kind::kLiteral, 0, 0};
}

inline model::Execution execution(model::Status status, std::int64_t number = 1) {
  model::Execution made;
  made.number = number;
  made.status = status;
  return made;
}

inline model::Job job(std::string name, std::vector<model::Execution> executions) {
  model::Job made;
  made.name = literal(std::move(name));
  made.executions = std::move(executions);
  return made;
}

inline model::Thing thing(std::string name, std::vector<model::Job> jobs) {
  model::Thing made;
  made.name = literal(std::move(name));
  made.jobs = std::move(jobs);
  return made;
}

/// A fleet `prefix{first..last}` with one QUEUED job `calibrate-{n}`.
inline model::Thing fleet(std::string prefix, std::uint64_t first, std::uint64_t last) {
  model::Thing made;
  made.name = {std::move(prefix), "", model::NamePattern::Kind::kRange, first, last};
  made.jobs = {job("", {execution(model::Status::kQueued)})};
  made.jobs.front().name = {"calibrate-", "", model::NamePattern::Kind::kNumber, 0, 0};
  return made;
}

inline model::Answer error_answer(std::string name, std::int64_t times = 0) {
  model::Answer made;
  model::ErrorAnswer error;
  error.name = std::move(name);
  made.content = std::move(error);
  made.times = times;
  return made;
}

inline model::Answer documented_answer(std::int64_t times = 0) {
  model::Answer made;
  made.times = times;
  return made;
}

inline model::Rule rule(std::string name, model::Match when, std::vector<model::Answer> answers) {
  model::Rule made;
  made.name = std::move(name);
  made.when = std::move(when);
  made.answers = std::move(answers);
  return made;
}

/// A step `{after: …, status: …}`.
inline model::Transition after(base::Duration wait, model::Status status) {
  model::Transition step;
  step.after = wait;
  step.status = status;
  return step;
}

/// A step `{on-describe: …, status: …}`.
inline model::Transition on_describe(std::int64_t count, model::Status status) {
  model::Transition step;
  step.on_describe = count;
  step.status = status;
  return step;
}

/// thermostat-1 with one QUEUED job firmware-7 that has a document, at 2026-01-01.
inline model::Scenario thermostat() {
  model::Scenario scenario;
  scenario.name = "test";
  scenario.clock.start = instant("2026-01-01T00:00:00Z");
  model::Execution queued = execution(model::Status::kQueued);
  queued.document = R"({"operation":"install"})";
  scenario.things = {thing("thermostat-1", {job("firmware-7", {queued})})};
  return scenario;
}

/// A planner behind the HTTP front end.
class HttpPlanner {
 public:
  HttpPlanner(const model::Scenario& scenario, state::World& world, const state::VirtualClock& clock,
              std::uint64_t seed, const plan::KeyLimits& limits)
      : planner_(scenario, world, clock, seed, limits), http_(scenario, clock, planner_), edition_(scenario.edition) {}

  HttpPlan plan(const model::Request& request) { return HttpPlan(http_.plan(request)); }
  model::Opening at_accept() { return http_.at_accept(); }
  [[nodiscard]] model::Port port() const { return http_.port(); }
  [[nodiscard]] bool looks_at_heads() const { return http_.looks_at_heads(); }
  std::optional<model::EarlyEnd> at_request_head(const model::Request& head) { return http_.at_request_head(head); }
  [[nodiscard]] std::vector<plan::RuleVerdict> weigh(const model::Request& request) {
    model::Call call;
    http::parse_request(request, edition_, call);
    return planner_.weigh(call);
  }
  struct Explanation {
    HttpPlan plan;
    std::size_t answers = 0;
    std::vector<plan::RuleVerdict> misses;
  };
  Explanation explain(const model::Request& request, std::uint64_t count) {
    model::Call call;
    http::parse_request(request, edition_, call);
    plan::Explanation explained = plan::explain(planner_, call, count);
    return {HttpPlan(std::move(explained.plan)), explained.answers, std::move(explained.misses)};
  }
  void reset(const std::string& thing, const std::optional<std::string>& job) { planner_.reset(thing, job); }
  [[nodiscard]] std::uint64_t rules_examined() const { return planner_.rules_examined(); }
  [[nodiscard]] plan::KeyCounts keys() const { return planner_.keys(); }

 private:
  plan::Planner planner_;
  hosting::HttpFrontEnd http_;
  model::Edition edition_;
};

/// A planner for a scenario, with a clock that the test sets.
class Planning {
 public:
  explicit Planning(model::Scenario given, std::uint64_t seed = 7, const plan::KeyLimits& limits = {},
                    std::size_t max_executions = state::World::kMaxExecutions)
      : scenario(std::move(given)),
        clock(machine, scenario.clock),
        world(scenario, clock, seed, max_executions),
        planner(scenario, world, clock, seed, limits) {}

  /// The plan for a request with optional body and headers.
  HttpPlan ask(std::string_view method, std::string_view target, std::string_view body = {},
               std::vector<model::HeaderView> headers = {}) {
    return planner.plan(request(method, target, body, std::move(headers)));
  }
  HttpPlan get(std::string_view target) { return ask("GET", target); }

  static model::Request request(std::string_view method, std::string_view target, std::string_view body = {},
                                std::vector<model::HeaderView> headers = {}) {
    model::Request made;
    made.method = method;
    made.target = target;
    made.body = body;
    made.headers = std::move(headers);
    if (!body.empty() && made.header("content-type").data() == nullptr) {
      made.headers.push_back({"Content-Type", "application/json"});
    }
    return made;
  }

  void wait(base::Duration length) { machine.advance(length); }

  base::ManualClock machine{instant("2026-06-01")};
  model::Scenario scenario;
  state::VirtualClock clock;
  state::World world;
  HttpPlanner planner;
};

}  // namespace jobrig::test
