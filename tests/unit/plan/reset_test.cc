// Resetting a key or a thing does not affect other keys.
#include <chrono>
#include <optional>

#include "support/catch.h"
#include "support/planning.h"

using namespace jobrig;
using namespace jobrig::test;
using namespace std::chrono_literals;

namespace {

model::Scenario two_things() {
  model::Scenario scenario = thermostat();
  model::Execution done = execution(model::Status::kQueued);
  done.then = {after(30s, model::Status::kSucceeded)};
  scenario.things = {thing("a", {job("x", {done}), job("y", {done})}), thing("b", {job("x", {done})})};
  scenario.rules = {rule("first fails", {}, {error_answer("ServiceUnavailableException", 1), documented_answer()})};
  return scenario;
}

std::string status_of(const jobrig::test::HttpPlan& plan) {
  const std::size_t at = plan.reply.body.find(R"("status":")");
  return at == std::string::npos ? std::to_string(plan.reply.status) : plan.reply.body.substr(at + 10, 4);
}

const char* const kAx = "/things/a/jobs/x";
const char* const kAy = "/things/a/jobs/y";
const char* const kBx = "/things/b/jobs/x";

}  // namespace

TEST_CASE("a reset restores counters and state of its key only", "[plan][reset]") {
  Planning planning(two_things());
  for (const char* target : {kAx, kAy, kBx}) {
    CHECK(status_of(planning.get(target)) == "503");
  }
  planning.wait(1min);
  CHECK(status_of(planning.get(kAx)) == "410");
  planning.planner.reset("a", "x");
  const jobrig::test::HttpPlan first = planning.get(kAx);
  CHECK(first.decision.ordinal == 0);
  CHECK(status_of(first) == "503");
  CHECK(status_of(planning.get(kAx)) == "QUEU");
  CHECK(planning.get(kAy).decision.ordinal == 1);
  CHECK(status_of(planning.get(kAy)) == "410");
  CHECK(status_of(planning.get(kBx)) == "410");
  planning.wait(30s);
  CHECK(status_of(planning.get(kAx)) == "410");  // its steps count from the reset
}

TEST_CASE("a reset of a thing restores all its jobs", "[plan][reset]") {
  Planning planning(two_things());
  for (const char* target : {kAx, kAy, kBx}) {
    planning.get(target);
  }
  planning.wait(1min);
  planning.planner.reset("a", std::nullopt);
  CHECK(status_of(planning.get(kAx)) == "503");
  CHECK(status_of(planning.get(kAx)) == "QUEU");
  CHECK(status_of(planning.get(kAy)) == "503");
  CHECK(status_of(planning.get(kBx)) == "410");
}

TEST_CASE("a reset gives the same chances again", "[plan][reset]") {
  Planning planning(two_things());
  const auto id = [](const jobrig::test::HttpPlan& plan) { return plan.reply.headers.at(1).value; };
  const std::string before = id(planning.get(kAx));
  CHECK(id(planning.get(kAx)) != before);
  planning.planner.reset("a", "x");
  CHECK(id(planning.get(kAx)) == before);
}

TEST_CASE("a reset of what the scenario does not have resets its counters", "[plan][reset]") {
  Planning planning(two_things());
  CHECK(planning.get("/things/nobody/jobs/x").reply.status == 503);
  CHECK(planning.get("/things/nobody/jobs/x").reply.status == 404);
  planning.planner.reset("nobody", "x");
  CHECK(planning.get("/things/nobody/jobs/x").reply.status == 503);
  planning.planner.reset("nobody", std::nullopt);
  CHECK(planning.get("/things/nobody/jobs/x").reply.status == 503);
}

TEST_CASE("a reset fills the buckets of its own and not the server's", "[plan][reset]") {
  using By = model::By;
  struct Case {
    By by;
    std::optional<std::string> job;
    int status;
  };
  for (const auto& [by, reset_job, status] :
       {Case{By::kJob, "x", 200}, Case{By::kThing, "x", 429}, Case{By::kThing, std::nullopt, 200},
        Case{By::kJob, std::nullopt, 200}, Case{By::kServer, "x", 429}, Case{By::kServer, std::nullopt, 429}}) {
    model::Scenario scenario = two_things();
    scenario.rules = {rule("slow", {}, {})};
    scenario.rules.front().throttle = model::Throttle{1, 1h, by, model::Throttle::Hint::kNone, 0s};
    Planning planning(std::move(scenario));
    CHECK(planning.get(kAx).reply.status == 200);
    CHECK(planning.get(kAx).reply.status == 429);
    planning.planner.reset("a", reset_job);
    CAPTURE(static_cast<int>(by), reset_job.value_or("no job"));
    CHECK(planning.get(kAx).reply.status == status);
  }
}

TEST_CASE("a request below a base path is planned like one without it", "[plan][reset]") {
  Planning planning(thermostat());
  model::Request request = Planning::request("GET", "/sandbox-1/things/thermostat-1/jobs/firmware-7?executionNumber=1");
  request.base_path = std::string_view("/sandbox-1").size();
  const jobrig::test::HttpPlan plan = planning.planner.plan(request);
  CHECK(plan.reply.status == 200);
  CHECK(plan.decision.key == model::Key{"thermostat-1", "firmware-7"});
  request.target = "/x";
  CHECK(planning.planner.plan(request).reply.status == 400);
}
