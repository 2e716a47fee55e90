// Drawn values (`any`) on the wire: the bytes depend on the seed and the names only, and obey the contract.
#include <chrono>
#include <set>
#include <string>

#include "contract/schemas.h"
#include "support/catch.h"
#include "support/raw_client.h"
#include "support/scenario_server.h"
#include "support/served.h"

using namespace jobrig;
using test::RawClient;
using test::ScenarioServer;

namespace {

/// The demo at a fixed time, so that two servers send equal bytes.
model::Scenario drawn_demo(std::uint64_t seed) {
  model::Scenario scenario = test::shipped("demos/any");
  scenario.seed = seed;
  scenario.clock.start = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1);
  scenario.clock.rate = 0;
  return scenario;
}

std::string drawn_answer(const ScenarioServer& server, const std::string& target) {
  RawClient client(server.port());
  client.send(test::http_request("GET", target));
  return client.receive_answer();
}

std::string body_in(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

}  // namespace

TEST_CASE("two servers with one seed send the same drawn bytes", "[wire][any]") {
  ScenarioServer one(drawn_demo(5));
  ScenarioServer same(drawn_demo(5));
  ScenarioServer other(drawn_demo(6));
  const std::string other_first = drawn_answer(one, "/things/sensor-9/jobs/calibrate-9");
  const std::string target = "/things/thermostat-1/jobs/firmware-7?includeJobDocument=true";
  const std::string answer = drawn_answer(one, target);
  CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(answer == drawn_answer(same, target));
  CHECK(body_in(other_first) == body_in(drawn_answer(same, "/things/sensor-9/jobs/calibrate-9")));
  CHECK(body_in(answer) != body_in(drawn_answer(other, target)));
}

TEST_CASE("drawn values of many things obey the contract and differ", "[wire][any]") {
  constexpr int kSensors = 100;
  ScenarioServer server(drawn_demo(5));
  std::set<std::string> bodies;
  for (int number = 1; number <= kSensors; ++number) {
    const std::string name = std::to_string(number);
    const std::string body = body_in(
        drawn_answer(server, "/things/sensor-" + name + "/jobs/calibrate-" + name + "?includeJobDocument=true"));
    CAPTURE(body);
    CHECK(contract::validate(model::Edition::kOriginal, model::Operation::kDescribeJobExecution,
                             contract::SchemaPart::kResponse, body)
              .empty());
    bodies.insert(body.substr(body.find("\"status\"")));
  }
  CHECK(bodies.size() == kSensors);
}
