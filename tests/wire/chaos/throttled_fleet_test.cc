// chaos/throttled-fleet: token buckets on the wire, per thing and for the whole server, and their retry hints. The
// tests set the time instead of waiting.
#include <chrono>
#include <string>

#include "support/catch.h"
#include "support/fleet.h"
#include "support/scenario_server.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::call;
using test::call_fleet;
using test::count_status;
using test::ScenarioServer;
using test::shipped;

namespace {

const std::string kFleetDescribe = "/things/thermostat-1/jobs/firmware-7";

}  // namespace

TEST_CASE("chaos/throttled-fleet gives a thing three calls and then one a second and tells the truth",
          "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/throttled-fleet"));
  for (int i = 0; i < 3; ++i) {
    CHECK(call(server.port(), kFleetDescribe).status() == 200);
  }
  const auto refused = call(server.port(), kFleetDescribe);
  CHECK(refused.status() == 429);
  CHECK(refused.header("Retry-After") == "1");
  CHECK(refused.header("x-amz-retry-after") == "1000");
  CHECK(refused.header("x-amzn-ErrorType") == "ThrottlingException");
  server.set_time(999ms);
  const auto early = call(server.port(), kFleetDescribe);
  CHECK(early.status() == 429);
  CHECK(early.header("x-amz-retry-after") == "1");
  server.set_time(1s);
  CHECK(call(server.port(), kFleetDescribe).status() == 200);
  CHECK(call(server.port(), kFleetDescribe).status() == 429);
}

TEST_CASE("chaos/throttled-fleet gives all things together forty calls and then twenty a second", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/throttled-fleet"));
  const auto first = call_fleet(server.port(), 60);
  CHECK(count_status(first, 200) == 40);
  CHECK(count_status(first, 429) == 20);
  server.set_time(1s);
  CHECK(count_status(call_fleet(server.port(), 60), 200) == 20);
  server.set_time(1s + 50ms);
  CHECK(count_status(call_fleet(server.port(), 60), 200) == 1);
}

TEST_CASE("chaos/throttled-fleet lies to gateways and says nothing to sensors", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/throttled-fleet"));
  const std::string gateway = "/things/gateway-1/jobs/firmware-7";
  const std::string sensor = "/things/sensor-1/jobs/firmware-7";
  CHECK(call(server.port(), gateway).status() == 200);
  CHECK(call(server.port(), sensor).status() == 200);
  const auto lie = call(server.port(), gateway);
  CHECK(lie.status() == 429);
  CHECK(lie.header("Retry-After") == "3600");
  const auto silence = call(server.port(), sensor);
  CHECK(silence.status() == 429);
  CHECK(silence.header("Retry-After") == "none");
  CHECK(silence.header("x-amz-retry-after") == "none");
  server.set_time(1s);
  CHECK(call(server.port(), gateway).status() == 200);
  CHECK(call(server.port(), sensor).status() == 200);
}
