// The gate between agents and their server: bytes in both directions, cut connections, outages and lost responses.
#include <atomic>
#include <string>
#include <vector>

#include "agents/gate.h"
#include "support/catch.h"
#include "support/raw_client.h"
#include "support/test_server.h"

using namespace jobrig;
using agents::Gate;
using test::RawClient;

namespace {

const std::string kAgentRequest = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

struct Gated {
  explicit Gated(std::size_t agents = 1) {
    auto opened = Gate::open(agents, server.port());
    REQUIRE(opened);
    gate = std::move(*opened);
  }
  test::TestServer server;
  std::unique_ptr<Gate> gate;
};

}  // namespace

TEST_CASE("a gate passes bytes on in both directions, and the end of a connection", "[agents][wire]") {
  Gated gated;
  RawClient client(gated.gate->port(0));
  for (int i = 0; i < 3; ++i) {
    client.send(kAgentRequest);
    CHECK(client.receive_answer() == test::plain_answer("/a"));
  }
  client.send("GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(client.receive_to_end().find("/b") != std::string::npos);
  const auto connects = gated.gate->connects();
  REQUIRE(connects.size() == 1);
  CHECK_FALSE(connects[0].refused);
}

TEST_CASE("a cut resets the connections of one agent and no others", "[agents][wire]") {
  Gated gated(2);
  RawClient first(gated.gate->port(0));
  RawClient second(gated.gate->port(1));
  for (RawClient* const client : {&first, &second}) {
    client->send(kAgentRequest);
    client->receive_answer();
  }
  gated.gate->cut(0);
  CHECK(first.receive_to_reset().empty());
  second.send(kAgentRequest);
  CHECK(second.receive_answer() == test::plain_answer("/a"));
  RawClient again(gated.gate->port(0));
  again.send(kAgentRequest);
  CHECK(again.receive_answer() == test::plain_answer("/a"));
}

TEST_CASE("an outage resets new connections, too, and they are recorded", "[agents][wire]") {
  Gated gated;
  RawClient client(gated.gate->port(0));
  client.send(kAgentRequest);
  client.receive_answer();
  gated.gate->set_outage(true);
  CHECK(client.receive_to_reset().empty());
  RawClient refused(gated.gate->port(0));
  CHECK(refused.receive_to_reset().empty());
  gated.gate->set_outage(false);
  RawClient again(gated.gate->port(0));
  again.send(kAgentRequest);
  CHECK(again.receive_answer() == test::plain_answer("/a"));
  std::vector<bool> was_refused;
  for (const auto& connect : gated.gate->connects()) {
    was_refused.push_back(connect.refused);
  }
  CHECK(was_refused == std::vector<bool>{false, true, false});
}

TEST_CASE("a response that is sent after the call that loses it does not arrive", "[agents][wire]") {
  Gated gated;
  std::atomic<bool> loses{true};
  gated.server.responder.reply = [&](const model::Request& /*request*/) {
    if (loses.exchange(false)) {
      gated.gate->lose_answers(0);  // as when a request changes an execution
    }
    model::HttpReply reply;
    reply.body = "secret";
    return reply;
  };
  RawClient client(gated.gate->port(0));
  client.send(kAgentRequest);
  gated.server.log.wait_for(1);
  gated.gate->cut(0);
  CHECK(client.receive_to_reset().empty());
  RawClient again(gated.gate->port(0));
  again.send(kAgentRequest);
  CHECK(again.receive_answer().find("secret") != std::string::npos);
}
