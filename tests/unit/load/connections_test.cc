// connections: the keys, their defaults, and mistakes with their places.
#include <chrono>
#include <string>

#include "support/catch.h"
#include "support/loading.h"
#include "support/planning.h"

using namespace jobrig;
using namespace std::chrono_literals;
using model::Acceptance;

TEST_CASE("one map of connections holds for all", "[load][connections]") {
  const model::Scenario scenario =
      test::loaded("connections: {accept-after: 2s, idle-timeout: 5s, max-age: 1m, end: reset}\n");
  REQUIRE(scenario.connections.size() == 1);
  const model::ConnectionStep& step = scenario.connections.front();
  CHECK(step.settings == model::ConnectionSettings{Acceptance::kOk, 2s, {5s, 60s, model::ConnectionEnd::kReset}});
  CHECK(step.times == 0);
  CHECK_FALSE(step.during);
  CHECK(test::loaded("summary: x\n").connections.empty());
}

TEST_CASE("a list of connections is taken in order with windows and counts", "[load][connections]") {
  test::Planning planning(test::loaded(
      "connections: [{accept: reset, times: 1}, {accept: refuse, during: 10s..13s}, {idle-timeout: 5s}]\n"));
  CHECK_FALSE(planning.planner.port().refuses);
  CHECK(planning.planner.port().changes);
  CHECK(planning.planner.at_accept().end->close_action == model::CloseAction::kReset);
  const model::Opening second = planning.planner.at_accept();
  CHECK_FALSE(second.end);
  CHECK(second.limits.idle_timeout == 5s);
  planning.wait(10s);
  CHECK(planning.planner.port().refuses);
  CHECK(planning.planner.at_accept().end->decision.faults == std::vector<std::string>{"accept: refuse"});
  planning.wait(3s);
  CHECK_FALSE(planning.planner.port().refuses);
  test::Planning plain(test::loaded("connections: {idle-timeout: 5s}\n"));
  CHECK_FALSE(plain.planner.port().changes);
}

TEST_CASE("mistakes in connections are told with their places", "[load][connections]") {
  CHECK(test::mistakes_of("connections: {accept: refused}\n").find("did you mean \"refuse\"?") != std::string::npos);
  CHECK(test::mistakes_of("connections: {idle: 5s}\n").find("1:15: \"connections\" has no key \"idle\"") == 0);
  CHECK(test::mistakes_of("connections: {idle-timeout: 0s}\n") ==
        "1:29: \"idle-timeout\" must be above 0s; \"accept: close\" ends connections immediately\n");
  CHECK(test::mistakes_of("connections: [{accept: refuse, times: 2}]\n")
            .find("1:24: connections that the kernel refuses") == 0);
  CHECK(test::mistakes_of("connections: {accept: hang, max-age: 5s}\n").find("1:23: no request is read") == 0);
  CHECK(test::mistakes_of("connections: []\n") ==
        "1:14: \"connections\" is an empty list; omit it for connections without faults\n");
  CHECK(test::mistakes_of("connections: [{accept: close}, {accept: reset}]\n").find("this entry is never used") !=
        std::string::npos);
  CHECK(test::mistakes_of("tls: {certificate: self-signed, chain: reversed}\n").find("the CA does not sign") !=
        std::string::npos);
}
