// The requests to which a rule applies: cycling answers, every n-th request, what counts them, and concurrent requests.
#include <string>
#include <utility>
#include <vector>

#include "plan/in_flight.h"
#include "support/catch.h"
#include "support/loading.h"
#include "support/planning.h"

using jobrig::plan::InFlight;
using jobrig::test::HttpPlan;
using jobrig::test::loaded;
using jobrig::test::Planning;

namespace {

const std::string kTwoThings = "clock: {start: 2026-01-01}\nthings: {t: {j: {}, k: {}}, u: {j: {}}}\n";

std::string turn_statuses(Planning& planning, const std::vector<std::string>& targets) {
  std::string seen;
  for (const std::string& target : targets) {
    seen += (seen.empty() ? "" : " ") + std::to_string(planning.get("/things/" + target).reply.status);
  }
  return seen;
}

std::vector<std::string> times(std::size_t count, const std::string& target) { return {count, target}; }

}  // namespace

TEST_CASE("situation 18: the answers of a rule with cycle start again after the last one", "[plan][situation]") {
  Planning planning(
      loaded(kTwoThings + "rules: [{cycle: true, answers: [{error: 503}, {documented: true, times: 2}]}]"));
  CHECK(turn_statuses(planning, times(7, "t/jobs/j")) == "503 200 200 503 200 200 503");
  CHECK(turn_statuses(planning, {"u/jobs/j"}) == "503");  // a position of its own
  Planning one(loaded(kTwoThings + "rules: [{cycle: true, answers: [{error: 503, times: 2}]}]"));
  CHECK(turn_statuses(one, times(5, "t/jobs/j")) == "503 503 503 503 503");
}

TEST_CASE("situation 18: a rule with every applies to every nth request and the others get the next rules",
          "[plan][situation]") {
  Planning planning(
      loaded(kTwoThings + "rules: [{every: 3, answers: [{error: 429}, {error: 410}]}, {answers: [{error: 503}]}]"));
  CHECK(turn_statuses(planning, times(9, "t/jobs/j")) == "503 503 429 503 503 410 503 503 410");
  CHECK(turn_statuses(planning, times(3, "u/jobs/j")) == "503 503 429");
}

TEST_CASE("only requests that match the conditions count for every", "[plan]") {
  Planning planning(loaded(kTwoThings + "rules: [{when: {query: {a: b}}, every: 2, answers: [{error: 429}]}]"));
  CHECK(turn_statuses(planning, {"t/jobs/j", "t/jobs/j?a=b", "t/jobs/j", "t/jobs/j?a=b", "t/jobs/j"}) ==
        "200 200 200 429 200");
}

TEST_CASE("a rule counts for each job or each thing or the server", "[plan]") {
  const std::vector<std::string> requests{"t/jobs/j", "t/jobs/k", "u/jobs/j", "t/jobs/j"};
  for (const auto& [by, statuses] :
       {std::pair{"job", "503 503 503 200"}, {"thing", "503 200 503 200"}, {"server", "503 200 200 200"}}) {
    CAPTURE(by);
    Planning planning(loaded(kTwoThings + "rules: [{by: " + by + ", answers: [{error: 503}, documented]}]"));
    CHECK(turn_statuses(planning, requests) == statuses);
  }
  Planning fifth(loaded(kTwoThings + "rules: [{by: server, every: 4, answers: [{error: 429}]}]"));
  CHECK(turn_statuses(fifth, requests) == "200 200 200 429");
}

TEST_CASE("explain says that it is not the turn of a rule", "[plan][explain]") {
  Planning planning(loaded(kTwoThings + "rules: [{every: 3, answers: [{error: 429}]}]"));
  const auto second = planning.planner.explain(Planning::request("GET", "/things/t/jobs/j"), 2);
  CHECK(second.plan.reply.status == 200);
  REQUIRE(second.misses.size() == 1);
  CHECK(second.misses.front().reasons ==
        std::vector<std::string>{"it applies to one of 3 requests, and this is request 2"});
  CHECK(planning.planner.explain(Planning::request("GET", "/things/t/jobs/j"), 1).plan.reply.status == 429);
}

TEST_CASE("situation 26: the third request in flight gets 429 until a response has been sent", "[plan][situation]") {
  Planning planning(loaded(kTwoThings + "rules: [{throttle: {concurrent: 2, by: server}}, {answers: [{error: 503}]}]"));
  HttpPlan first = planning.get("/things/t/jobs/j");
  const HttpPlan second = planning.get("/things/u/jobs/j");
  CHECK(first.reply.status == 503);
  CHECK(second.reply.status == 503);
  const HttpPlan third = planning.get("/things/t/jobs/k");
  CHECK(third.reply.status == 429);
  CHECK(third.decision.error == "ThrottlingException");
  CHECK(third.decision.rule == "rule 1");
  for (const auto& header : third.reply.headers) {
    CHECK(header.name != "Retry-After");  // nobody knows when there is room
  }
  const auto stage = first.take_stage();
  CHECK(stage.get() == nullptr);
  CHECK(planning.get("/things/t/jobs/k").reply.status == 429);  // the response of the first is not sent yet
}

TEST_CASE("a limit of concurrent requests ends with the pointer to the stage", "[plan]") {
  Planning planning(loaded(kTwoThings + "rules: [{throttle: {concurrent: 1, retry-after: 3s}}]"));
  HttpPlan first = planning.get("/things/t/jobs/j");
  CHECK(planning.get("/things/u/jobs/j").reply.status == 200);  // by thing
  auto stage = first.take_stage();
  const HttpPlan refused = planning.get("/things/t/jobs/k");
  CHECK(refused.reply.status == 429);
  CHECK(refused.reply.headers.back() == jobrig::model::Header{"Retry-After", "3"});
  stage.reset();
  CHECK(planning.get("/things/t/jobs/k").reply.status == 200);
}

TEST_CASE("situation 26: a load delay grows with the requests that the rule responds to", "[plan][situation]") {
  Planning planning(loaded(kTwoThings + "rules: [{faults: [{load-delay: {per-request: 40ms, most: 60ms}}]}]"));
  const auto pause_of = [](HttpPlan& plan) {
    jobrig::model::Script script;
    script.steps = {jobrig::model::Send{"x"}};
    plan.apply_wire_faults(script);
    const auto* const pause = std::get_if<jobrig::model::Pause>(&script.steps.front());
    return pause == nullptr ? 0 : pause->length / std::chrono::milliseconds(1);
  };
  std::vector<HttpPlan> plans;
  std::vector<long> pauses;
  for (int i = 0; i < 4; ++i) {
    plans.push_back(planning.get("/things/t/jobs/j"));
    pauses.push_back(pause_of(plans.back()));
  }
  CHECK(pauses == std::vector<long>{0, 40, 60, 60});
  plans.clear();
  HttpPlan alone = planning.get("/things/t/jobs/j");
  CHECK(pause_of(alone) == 0);
}

TEST_CASE("tickets may outlive what counted them", "[plan]") {
  auto counts = std::make_unique<InFlight>();
  auto first = counts->enter(1, "a", 1);
  REQUIRE(first);
  CHECK(first->others == 0);
  CHECK(!counts->enter(1, "a", 1));
  CHECK(counts->enter(1, "b", 1));
  CHECK(counts->enter(2, "a", 1));
  CHECK(counts->enter(1, "a", 0)->others == 1);
  counts.reset();
  first.reset();
}

TEST_CASE("situation 27: a request that is refused before the effect starts no job", "[plan][situation]") {
  const std::string rule =
      "rules: [{when: {operation: StartNextPendingJobExecution}, faults: [{error: {name: ServiceUnavailableException, "
      "effect: EFFECT}}]}]";
  for (const auto& [effect, status] : {std::pair{std::string("none"), "QUEUED"}, {"applied", "IN_PROGRESS"}}) {
    CAPTURE(effect);
    std::string text = rule;
    text.replace(text.find("EFFECT"), 6, effect);
    Planning planning(loaded(kTwoThings + text));
    const HttpPlan start = planning.ask("PUT", "/things/u/jobs/$next", "{}");
    CHECK(start.reply.status == 503);
    CHECK(start.decision.faults.empty());  // named when the response is rendered
    CHECK(planning.get("/things/u/jobs/j").reply.body.find(status) != std::string::npos);
  }
}

TEST_CASE("a share of requests is refused before the effect and another share after it", "[plan]") {
  Planning planning(
      loaded("things: {\"t-{1..300}\": {j: {}}}\nseed: 27\n"
             "rules: [{when: {operation: StartNextPendingJobExecution}, faults: ["
             "{error: {name: ServiceUnavailableException, effect: none}, chance: 30%},"
             "{error: ServiceUnavailableException, chance: 30%}]}]"));
  int before = 0;
  int after = 0;
  int good = 0;
  for (int number = 1; number <= 300; ++number) {
    const std::string thing = "/things/t-" + std::to_string(number) + "/jobs/";
    const bool failed = planning.ask("PUT", thing + "$next", "{}").reply.status == 503;
    const bool started = planning.get(thing + "j").reply.body.find("IN_PROGRESS") != std::string::npos;
    (failed ? (started ? after : before) : good) += 1;
    CHECK((failed || started));
  }
  CHECK((before > 60 && before < 120));
  CHECK((after > 60 && after < 120));
  CHECK(good == 300 - before - after);
}
