// The memory of a scan of names is limited, and keys of the scenario are not affected.
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "plan/command_executions.h"
#include "support/catch.h"
#include "support/planning.h"

using namespace jobrig;
using namespace jobrig::test;
using namespace std::chrono_literals;

namespace {

const char* const kKnown = "/things/thermostat-1/jobs/firmware-7";

std::string job_of(const std::string& thing) { return "/things/" + thing + "/jobs/j"; }

/// Two errors for each thing and job, then the documented response.
model::Scenario counting() {
  model::Scenario scenario = thermostat();
  scenario.rules = {rule("outage", {}, {error_answer("ServiceUnavailableException", 2), documented_answer()})};
  return scenario;
}

void scan(Planning& planning, int names) {
  for (int i = 0; i < names; ++i) {
    planning.get(job_of("scan-" + std::to_string(i)));
  }
}

}  // namespace

TEST_CASE("names that no rule counts cost nothing", "[plan][limits]") {
  Planning planning(thermostat());
  CHECK(planning.get(kKnown).decision.ordinal == 0);
  scan(planning, 5'000);
  const std::size_t before = ::mallinfo2().uordblks;  // zero under a sanitizer
  scan(planning, 60'000);
  const std::size_t after = ::mallinfo2().uordblks;
  CHECK(after < before + 500'000);
  CHECK(planning.planner.keys().others <= plan::KeyLimits().recent);
  CHECK(planning.planner.keys().of_scenario == 1);
  CHECK(planning.planner.keys().evicted == 0);
  const auto again = planning.get(kKnown);
  CHECK(again.reply.status == 200);
  CHECK(again.decision.ordinal == 1);
}

TEST_CASE("the newest names outside the scenario have ordinals", "[plan][limits]") {
  Planning planning(thermostat());
  for (std::uint64_t i = 0; i < 3; ++i) {
    CHECK(planning.get(job_of("nobody")).decision.ordinal == i);
    scan(planning, 60);
  }
}

TEST_CASE("counted names outside the scenario are evicted least recently used first", "[plan][limits]") {
  Planning planning(counting(), 7, {10'000, 640});
  CHECK(planning.get(kKnown).reply.status == 503);
  CHECK(planning.get(job_of("first")).reply.status == 503);
  CHECK(planning.get(job_of("used")).reply.status == 503);
  for (int i = 0; i < 40'000; ++i) {
    planning.get(job_of("scan-" + std::to_string(i)));
    if (i % 5'000 == 0) {
      planning.get(job_of("used"));
    }
  }
  const plan::KeyCounts counts = planning.planner.keys();
  CHECK(counts.others <= 10'640);
  CHECK(counts.evicted >= 29'000);
  CHECK(counts.of_scenario == 1);
  const auto known = planning.get(kKnown);
  CHECK(known.decision.ordinal == 1);
  CHECK(known.decision.step == 1);
  CHECK(planning.get(kKnown).decision.step == 2);
  CHECK(planning.get(job_of("used")).decision.ordinal == 9);
  CHECK(planning.get(job_of("first")).decision.ordinal == 0);
}

TEST_CASE("unknown jobs of a thing are limited and do not affect its own jobs", "[plan][limits]") {
  Planning planning(counting(), 7, {1'000, 64});
  CHECK(planning.get(kKnown).reply.status == 503);
  for (int i = 0; i < 5'000; ++i) {
    planning.get("/things/thermostat-1/jobs/scan-" + std::to_string(i));
  }
  CHECK(planning.planner.keys().others <= 1'001);
  CHECK(planning.planner.keys().of_scenario == 1);
  CHECK(planning.get(kKnown).decision.ordinal == 1);
}

TEST_CASE("a reset of a thing frees its keys", "[plan][limits]") {
  Planning planning(counting());
  planning.get(kKnown);
  for (int i = 0; i < 1'000; ++i) {
    planning.get("/things/thermostat-1/jobs/scan-" + std::to_string(i));
    planning.get(job_of("scan-" + std::to_string(i)));
  }
  CHECK(planning.planner.keys().others == 2'000);
  planning.planner.reset("thermostat-1", std::nullopt);
  CHECK(planning.planner.keys().others == 1'000);
  CHECK(planning.planner.keys().of_scenario == 0);
  CHECK(planning.get(kKnown).decision.ordinal == 0);
  CHECK(planning.get(job_of("scan-7")).decision.ordinal == 1);
}

TEST_CASE("invalid names and resets of unknown names are not stored", "[plan][limits]") {
  Planning planning(counting());
  for (int i = 0; i < 100; ++i) {
    const std::string name = std::string(129, 'x') + std::to_string(i);
    CHECK(planning.get(job_of(name)).decision.key == model::Key{});
    CHECK(planning.get("/things/thermostat-1/jobs/" + name).reply.status == (i < 2 ? 503 : 404));
    planning.planner.reset(std::string(100'000, 'y') + std::to_string(i), std::nullopt);
    planning.planner.reset("z" + std::to_string(i), "j");
  }
  CHECK(planning.planner.keys().others == 0);
  CHECK(planning.planner.keys().of_scenario <= 2);
}

TEST_CASE("requests for further things are rejected when there is no room for their state", "[plan][limits]") {
  model::Scenario scenario = counting();
  scenario.things.push_back(fleet("sensor-", 1, 1'000'000'000));
  Planning planning(std::move(scenario), 7, {}, 10);
  for (int i = 1; i <= 10; ++i) {
    CHECK(planning.get("/things/sensor-" + std::to_string(i) + "/jobs/$next").decision.rule == "outage");
  }
  const auto refused = planning.get("/things/sensor-11/jobs/$next");
  CHECK(refused.reply.status == 503);
  CHECK(refused.decision.rule.empty());
  CHECK(refused.reply.body.find("no room for the state of one more thing") != std::string::npos);
  CHECK(planning.planner.keys().refused == 1);
  CHECK(planning.planner.keys().of_scenario == 10);
  CHECK(planning.get("/things/sensor-10/jobs/$next").decision.ordinal == 1);
  CHECK(planning.get(job_of("nobody")).decision.rule == "outage");
}

TEST_CASE("the work of a reset does not depend on the buckets of other things", "[plan][limits]") {
  const auto shortest_reset = [](int others) {
    model::Scenario scenario = thermostat();
    scenario.rules = {rule("slow", {}, {})};
    scenario.rules.front().throttle = model::Throttle{1, 1h, model::By::kThing, model::Throttle::Hint::kNone, 0s};
    Planning planning(std::move(scenario));
    scan(planning, others);
    auto shortest = std::chrono::steady_clock::duration::max();
    for (int i = 0; i < 50; ++i) {
      planning.get(kKnown);
      const auto begin = std::chrono::steady_clock::now();
      planning.planner.reset("thermostat-1", std::nullopt);
      shortest = std::min(shortest, std::chrono::steady_clock::now() - begin);
    }
    return shortest;
  };
  // With 90,000 buckets a walk over all of them takes 5,000 times as long.
  CHECK(shortest_reset(90'000) < 200 * shortest_reset(1) + 10us);
}

TEST_CASE("the newest client tokens are remembered", "[plan][limits]") {
  plan::CommandExecutions commands;
  CHECK(commands.id_for("first", "a", "id-1") == "id-1");
  CHECK(commands.id_for("first", "a", "id-2") == "id-1");
  for (std::size_t i = 1; i < plan::CommandExecutions::kMaxTokens; ++i) {
    commands.id_for("token-" + std::to_string(i), "a", "x");
  }
  CHECK_FALSE(commands.id_for("first", "b", "id-3"));
  commands.id_for("one more", "a", "x");
  CHECK(commands.id_for("first", "b", "id-4") == "id-4");
  CHECK(commands.id_for("one more", "a", "y") == "x");
}
