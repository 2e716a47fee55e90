// Faults that strike before there is a whole request: when the connection is accepted and when the head is there.
#include <memory>
#include <string>

#include "plan/planner.h"
#include "serve/server.h"
#include "state/virtual_clock.h"
#include "state/world.h"
#include "support/catch.h"
#include "support/loading.h"
#include "support/raw_client.h"
#include "support/test_server.h"

using namespace jobrig;
using model::Departure;
using test::RawClient;

namespace {

/// A whole server of a scenario's text.
class ScenarioServer {
 public:
  explicit ScenarioServer(const std::string& text)
      : scenario_(test::loaded(text)),
        clock_(machine_, scenario_.clock),
        world_(scenario_, clock_),
        planner_(scenario_, world_, clock_, 7) {
    auto started = serve::Server::start({}, planner_, log, machine_);
    REQUIRE(started.ok());
    server_ = std::move(started).value();
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  test::ExchangeLog log;

 private:
  base::SystemClock machine_;
  model::Scenario scenario_;
  state::VirtualClock clock_;
  state::World world_;
  plan::Planner planner_;
  std::unique_ptr<serve::Server> server_;
};

const std::string kThings = "summary: early ends\nthings: {t: {j: {status: QUEUED}}}\n";
const std::string kUpdateHead = "POST /things/t/jobs/j HTTP/1.1\r\nHost: x\r\nContent-Length: 24\r\n\r\n";
const std::string kUpdateBody = R"({"status":"IN_PROGRESS"})";
const std::string kDescribe = "GET /things/t/jobs/j HTTP/1.1\r\nHost: x\r\n\r\n";

}  // namespace

TEST_CASE("a connection is closed or reset when it is accepted without reading a byte", "[wire][faults]") {
  ScenarioServer cut(kThings + "rules: [{name: shut, faults: [{cut: accept}]}]");
  RawClient client(cut.port());
  CHECK(client.receive_to_end().empty());
  const auto exchange = cut.log.wait_for(1)[0];
  CHECK(exchange.departure == Departure::kClosed);
  CHECK(exchange.request.empty());
  CHECK(exchange.decision.rule == "shut");
  CHECK(exchange.decision.faults == std::vector<std::string>{"cut"});

  ScenarioServer reset(kThings + "rules: [{faults: [{reset: {at: accept}}]}]");
  RawClient other(reset.port());
  CHECK(other.receive_to_reset().empty());
  CHECK(reset.log.wait_for(1)[0].departure == Departure::kReset);
}

TEST_CASE("a request is cut at its head before its body is there", "[wire][faults]") {
  ScenarioServer server(kThings +
                        "rules: [{when: {operation: UpdateJobExecution}, faults: [{reset: {at: request-head}}]}]");
  RawClient client(server.port());
  client.send(kUpdateHead);
  CHECK(client.receive_to_reset().empty());
  const auto exchange = server.log.wait_for(1)[0];
  CHECK(exchange.departure == Departure::kReset);
  CHECK(exchange.request == kUpdateHead);
  CHECK(exchange.answer.empty());
  CHECK(exchange.decision.operation == "UpdateJobExecution");
  CHECK(exchange.decision.key == model::Key{"t", "j"});
  CHECK(exchange.decision.faults == std::vector<std::string>{"reset"});

  RawClient good(server.port());
  good.send(kDescribe);
  CHECK(good.receive_answer().starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST_CASE("a request without a body is cut at its head too and counts as one of the rule's answers", "[wire][faults]") {
  ScenarioServer server(
      kThings + "rules: [{answers: [{documented: true, times: 2, faults: [{cut: request-head}]}, documented]}]");
  for (int call = 0; call < 2; ++call) {
    RawClient client(server.port());
    client.send(kDescribe);
    CHECK(client.receive_to_end().empty());
  }
  RawClient client(server.port());
  client.send(kDescribe);
  CHECK(client.receive_answer().starts_with("HTTP/1.1 200 OK\r\n"));
  const auto exchanges = server.log.wait_for(3);
  CHECK(exchanges[0].decision.ordinal == 0);
  CHECK(exchanges[1].decision.ordinal == 1);
  CHECK(exchanges[2].decision.ordinal == 2);
  CHECK(exchanges[1].decision.step == 1);
}

TEST_CASE("Expect: 100-continue is not answered when the request is cut at its head", "[wire][faults]") {
  ScenarioServer server(kThings + "rules: [{faults: [{cut: request-head}]}]");
  RawClient client(server.port());
  client.send("POST /things/t/jobs/j HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 24\r\n\r\n");
  CHECK(client.receive_to_end().empty());
}

TEST_CASE("pipelined requests before the cut one are answered", "[wire][faults]") {
  ScenarioServer server(kThings + "rules: [{when: {operation: UpdateJobExecution}, faults: [{cut: request-head}]}]");
  RawClient client(server.port());
  client.send(kDescribe + kUpdateHead + kUpdateBody + kDescribe);
  CHECK(client.receive_answer().starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(client.receive_to_end().empty());
  CHECK(server.log.wait_for(2).size() == 2);
}
