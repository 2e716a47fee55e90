// The chaos scenarios for connections: certificates, speed and endings. Each is served over the wire and behaves as its
// comments promise. Delays are real and short.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>

#include "contract/shipped_scenarios.h"
#include "support/catch.h"
#include "support/fleet.h"
#include "support/paths.h"
#include "support/raw_client.h"
#include "support/scenario_server.h"
#include "support/tls_client.h"

using namespace jobrig;
using namespace std::chrono_literals;
using model::CloseReason;
using std::chrono::steady_clock;
using test::Called;
using test::RawClient;
using test::ScenarioServer;
using test::shipped;

namespace {

std::string request_of(int thing) {
  return "GET /things/thermostat-" + std::to_string(thing) + "/jobs/firmware-7 HTTP/1.1\r\nHost: x\r\n\r\n";
}

}  // namespace

TEST_CASE("every chaos scenario has a test that runs it", "[chaos]") {
  std::string tests;
  for (const auto& entry : std::filesystem::directory_iterator(test::source_folder() / "tests/wire/chaos")) {
    std::ifstream file(entry.path());
    tests.append(std::istreambuf_iterator<char>(file), {});
  }
  const auto scenarios = contract::shipped_folder("chaos");
  CHECK(scenarios.size() >= 12);
  for (const auto* const scenario : scenarios) {
    CAPTURE(scenario->name);
    CHECK(tests.find("(shipped(\"" + std::string(scenario->name) + "\")") != std::string::npos);
  }
}

TEST_CASE("chaos/certificate-rotation serves no request before its certificate is trusted again",
          "[wire][chaos][tls]") {
  ScenarioServer server(shipped("chaos/certificate-rotation"), test::Over::kTls);
  const auto refused_at = [&](std::chrono::seconds time) {
    server.set_time(time);
    return test::handshake_failure(server.port(), {server.authority(), "127.0.0.1", {}, false});
  };
  CHECK(refused_at(0s).empty());
  CHECK(refused_at(10s) == "certificate has expired");
  CHECK(refused_at(24s) == "certificate has expired");
  CHECK(refused_at(25s) == "IP address mismatch");
  CHECK(refused_at(30s) == "unable to get local issuer certificate");
  CHECK(refused_at(35s) == "unexpected eof while reading");
  CHECK(refused_at(40s).empty());
  for (const model::Exchange& exchange : server.log.wait_for(5)) {
    CHECK_FALSE(exchange.handshake.empty());
    CHECK(exchange.request.empty());
  }
  test::TlsClient client(server.port(), {server.authority(), "127.0.0.1", {}, false});
  client.send(request_of(1));
  CHECK(client.receive_answer().starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST_CASE("chaos/slow-drip drips and stalls and closes late", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/slow-drip"));
  std::map<int, std::unique_ptr<RawClient>> clients;
  const auto begin = steady_clock::now();
  for (int thing = 1; thing <= 4; ++thing) {
    clients[thing] = std::make_unique<RawClient>(server.port());
    clients[thing]->send(request_of(thing));
  }
  const std::string dripped = clients[1]->receive_answer();
  CHECK(dripped.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(steady_clock::now() - begin >= 20ms * ((dripped.size() - 1) / 8));
  const std::string paused = clients[2]->receive_answer();
  CHECK(steady_clock::now() - begin >= 1s);
  CHECK(paused.ends_with("}}"));
  // The responses differ only in the request id and have the same size.
  const std::size_t half = dripped.size() - Called{dripped}.body().size() + Called{dripped}.body().size() / 2;
  CHECK(clients[3]->receive(half).starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(clients[3]->receive_for(20ms).empty());
  clients[3]->close();
  CHECK(clients[4]->receive_to_end().ends_with("}}"));
  CHECK(steady_clock::now() - begin >= 1s);
  for (const model::Exchange& exchange : server.log.wait_for(4)) {
    const bool is_half = exchange.decision.key.thing == "thermostat-3";
    CHECK((exchange.close_reason == CloseReason::kClientGaveUp) == is_half);
    CHECK(exchange.answer.size() == (is_half ? half : dripped.size()));
  }
}

TEST_CASE("chaos/slow-drip has a thin line for one in two of the others", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/slow-drip"));
  std::vector<std::string> targets;
  for (int thing = 101; thing <= 200; ++thing) {
    targets.push_back("/things/thermostat-" + std::to_string(thing) + "/jobs/firmware-7");
  }
  CHECK(count_status(test::call_at_once(server.port(), targets), 200) == 100);
  std::size_t thin = 0;
  for (const model::Exchange& exchange : server.log.wait_for(100)) {
    if (!exchange.decision.faults.empty()) {
      ++thin;
      CHECK(exchange.last_byte - exchange.first_byte >= 5ms * ((exchange.answer.size() - 1) / 64));
    }
  }
  CHECK(thin > 35);
  CHECK(thin < 65);
}

TEST_CASE("chaos/connection-churn answers rightly and ends connections in each of its ways", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/connection-churn"));
  std::size_t shut = 0;
  std::size_t recorded = 0;
  std::map<std::string, int> counts;
  for (int thing = 1; thing <= 400; ++thing) {
    RawClient client(server.port());
    client.try_send(request_of(thing));
    const auto exchange = server.log.wait_for(++recorded).back();
    if (exchange.request.empty()) {
      ++shut;
      CHECK(client.receive_to_end().empty());
      continue;
    }
    CHECK(client.receive(exchange.answer.size()).ends_with("}}"));
    const std::string fault = exchange.decision.faults.empty() ? "" : exchange.decision.faults.front();
    CAPTURE(fault);
    ++counts[fault];
    if (fault.empty()) {
      client.send(request_of(thing));  // the connection is still open
      CHECK(server.log.wait_for(++recorded).back().connection == exchange.connection);
    } else if (fault == "reset") {
      CHECK(client.receive_to_reset().empty());
      CHECK(exchange.close_reason == CloseReason::kReset);
    } else {
      CHECK(client.receive_to_end().empty());
      CHECK(exchange.close_reason == CloseReason::kClosed);
    }
  }
  CHECK(shut > 8);
  CHECK(shut < 35);
  CHECK(counts.size() == 6);
  for (const auto& [fault, count] : counts) {
    CAPTURE(fault, count);
    CHECK(count > (fault.empty() ? 85 : fault == "half-close" ? 20 : 35));
    CHECK(count < (fault.empty() ? 160 : 85));
  }
}
