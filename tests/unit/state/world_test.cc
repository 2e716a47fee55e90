// The world: finding things, and creating things of a range only when they are used.
#include "state/world.h"

#include <thread>
#include <vector>

#include "support/catch.h"
#include "support/planning.h"

using jobrig::model::Scenario;
using jobrig::model::Status;
using jobrig::state::ThingState;
using jobrig::test::Planning;
namespace test = jobrig::test;

namespace {

Scenario fleet_scenario() {
  Scenario scenario = test::thermostat();
  scenario.things.push_back(test::fleet("sensor-", 1, 1000000000000ULL));
  return scenario;
}

}  // namespace

TEST_CASE("a fleet of a million million things makes only those that are asked for", "[state]") {
  Planning planning(fleet_scenario());
  CHECK(planning.world.made() == 0);
  ThingState* last = planning.world.find_thing("sensor-1000000000000");
  REQUIRE(last != nullptr);
  CHECK(last->name() == "sensor-1000000000000");
  CHECK(last->find_job("calibrate-1000000000000") == 0U);
  CHECK_FALSE(last->find_job("calibrate-1"));
  CHECK(planning.world.find_thing("sensor-1000000000000") == last);
  CHECK(planning.world.made() == 1);
}

TEST_CASE("names just outside a fleet are not in it", "[state]") {
  Planning planning(fleet_scenario());
  const std::string_view name = GENERATE("sensor-0", "sensor-1000000000001", "sensor-", "sensor-01", "sensor-+1",
                                         "sensor--1", "sensor-1x", "sensor-99999999999999999999999", "Sensor-1");
  CAPTURE(name);
  CHECK(planning.world.find_thing(name) == nullptr);
  CHECK(planning.world.made() == 0);
}

TEST_CASE("a range can be in the middle of a name", "[state]") {
  Scenario scenario = test::thermostat();
  scenario.things.push_back(test::fleet("rack-", 3, 5));
  scenario.things.back().name.suffix = "-fan";
  Planning planning(std::move(scenario));
  CHECK(planning.world.find_thing("rack-4-fan") != nullptr);
  CHECK(planning.world.find_thing("rack-4") == nullptr);
  CHECK(planning.world.find_thing("rack-6-fan") == nullptr);
  CHECK(planning.world.find_thing("rack--fan") == nullptr);
}

TEST_CASE("workers that ask for the same thing at once get the same one", "[state]") {
  Planning planning(fleet_scenario());
  std::vector<ThingState*> seen(4000);
  std::vector<std::thread> workers;
  for (std::size_t worker = 0; worker < 4; ++worker) {
    workers.emplace_back([&, worker] {
      for (std::size_t number = 0; number < 1000; ++number) {
        seen[worker * 1000 + number] = planning.world.find_thing("sensor-" + std::to_string(number + 1));
      }
    });
  }
  for (std::thread& worker : workers) {
    worker.join();
  }
  CHECK(planning.world.made() == 1000);
  for (std::size_t number = 0; number < 1000; ++number) {
    CHECK(seen[number] == seen[3000 + number]);
  }
}

TEST_CASE("things of a fleet live their own lives", "[state]") {
  Planning planning(fleet_scenario());
  CHECK(planning.ask("PUT", "/things/sensor-1/jobs/$next").reply.status == 200);
  CHECK(planning.get("/things/sensor-1/jobs/calibrate-1").reply.body.find("IN_PROGRESS") != std::string::npos);
  CHECK(planning.get("/things/sensor-2/jobs/calibrate-2").reply.body.find("QUEUED") != std::string::npos);
}
