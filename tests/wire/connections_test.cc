// connections and slow-close on the wire: which bytes are sent before a connection ends, how it ends, and what the
// journal keeps. The demos are those of the situations that they name.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/descriptor.h"
#include "support/catch.h"
#include "support/hang_guard.h"
#include "support/raw_client.h"
#include "support/scenario_server.h"
#include "support/tls_client.h"

using namespace jobrig;
using namespace std::chrono_literals;
using model::CloseReason;
using test::Over;
using test::RawClient;
using test::ScenarioServer;
using test::shipped;

namespace {

const std::string kDescribeOne = "GET /things/thermostat-1/jobs/firmware-7 HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string kOk = "HTTP/1.1 200 OK\r\n";
const std::string kOneThing = "things: {thermostat-1: {firmware-7: {queued: -5m}}}\n";

using Steady = std::chrono::steady_clock;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

base::Descriptor stream_socket() { return base::Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)); }

/// Whether the kernel refuses a connection to the port.
bool refuses(std::uint16_t port) {
  const base::Descriptor socket = stream_socket();
  const sockaddr_in address = loopback(port);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);  // NOLINT: required by the socket interface
  return ::connect(socket.get(), generic, sizeof address) != 0 && errno == ECONNREFUSED;
}

/// Whether another process could listen on the port.
bool can_be_taken(std::uint16_t port) {
  const base::Descriptor socket = stream_socket();
  const int on = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const sockaddr_in address = loopback(port);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);  // NOLINT: required by the socket interface
  return ::bind(socket.get(), generic, sizeof address) == 0 && ::listen(socket.get(), 1) == 0;
}

/// Waits until the port refuses, or until it accepts.
void wait_until_refuses(std::uint16_t port, bool wanted) {
  const auto until = Steady::now() + test::kHangGuard;
  while (refuses(port) != wanted) {
    if (Steady::now() > until) {
      throw std::runtime_error(wanted ? "the port does not refuse" : "the port refuses");
    }
    std::this_thread::yield();
  }
}

bool answers(RawClient& client) {
  client.send(kDescribeOne);
  return client.receive_answer().starts_with(kOk);
}

/// Repeats until the attempt returns true. On a slow machine, a short limit ends a connection before its client does
/// anything; such an attempt returns false or throws.
template <typename Attempt>
void eventually(Attempt attempt) {
  const auto until = Steady::now() + test::kHangGuard;
  for (bool done = false; !done;) {
    if (Steady::now() > until) {
      throw std::runtime_error("no attempt succeeds");
    }
    try {
      done = attempt();
    } catch (const std::runtime_error&) {
      done = false;
    }
  }
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

model::Scenario with_limits(const std::string& demo, model::ConnectionLimits limits) {
  model::Scenario scenario = shipped(demo);
  scenario.connections.front().settings.limits = limits;
  return scenario;
}

}  // namespace

TEST_CASE("an idle connection is closed after its time and its earlier requests are answered", "[wire][connections]") {
  CHECK(shipped("demos/idle-timeout").connections.front().settings.limits.idle_timeout == 5s);
  ScenarioServer server(with_limits("demos/idle-timeout", {60ms, {}, {}}));
  eventually([&] {
    const auto begin = Steady::now();
    RawClient client(server.port());
    client.send(kDescribeOne + kDescribeOne);
    const std::string bytes = client.receive_to_end();
    CHECK(Steady::now() - begin >= 60ms);
    return count_of(bytes, kOk) == 2;
  });
  CHECK(server.log.wait_for(1).front().close_reason == CloseReason::kKept);
  ScenarioServer over_tls(with_limits("demos/idle-timeout", {60ms, {}, {}}), Over::kTls);
  eventually([&] {
    test::TlsClient client(over_tls.port(), {over_tls.authority(), "localhost", {}, false});
    client.send(kDescribeOne);
    return count_of(client.receive_to_end(), kOk) == 1 && client.end_was_announced();
  });
}

TEST_CASE("a connection without a first request is idle too and may be reset", "[wire][connections]") {
  ScenarioServer server(kOneThing + "connections: {idle-timeout: 50ms, end: reset}");
  RawClient client(server.port());
  CHECK(client.receive_to_reset().empty());
}

TEST_CASE("a request in progress is not idle", "[wire][connections]") {
  ScenarioServer server(kOneThing + "connections: {idle-timeout: 50ms}\nrules: [{faults: [{delay: 200ms}]}]");
  eventually([&] {
    RawClient client(server.port());
    client.send(kDescribeOne);
    return count_of(client.receive_to_end(), kOk) == 1;
  });
}

TEST_CASE("a connection ends at its age in the middle of a response", "[wire][connections]") {
  CHECK(shipped("demos/connection-age").connections.front().settings.limits.max_age == 5s);
  ScenarioServer server(kOneThing +
                        "connections: {max-age: 100ms}\nrules: [{faults: [{drip: {bytes: 5, every: 1h}}]}]");
  eventually([&] {
    const auto begin = Steady::now();
    RawClient client(server.port());
    client.send(kDescribeOne);
    const std::string bytes = client.receive_to_end();
    CHECK(Steady::now() - begin >= 100ms);
    CHECK((bytes.empty() || bytes == "HTTP/"));
    return !bytes.empty();
  });
  const model::Exchange exchange = server.log.wait_for(1).back();
  CHECK(exchange.close_reason == CloseReason::kClosed);
  CHECK(exchange.answer == "HTTP/");
}

TEST_CASE("a connection ends at its age in spite of traffic and inside a request", "[wire][connections]") {
  ScenarioServer server(with_limits("demos/connection-age", {{}, 200ms, model::ConnectionEnd::kReset}));
  const auto begin = Steady::now();
  RawClient busy(server.port());
  std::string end;
  while (end.empty()) {
    try {
      busy.send(kDescribeOne);
      const std::string answer = busy.receive_answer();  // may throw: the reset can come in the middle of an answer
      CHECK(answer.starts_with(kOk));
    } catch (const std::exception& error) {
      end = error.what();
    }
  }
  CHECK(Steady::now() - begin >= 200ms);
  eventually([&] {
    RawClient incomplete(server.port());
    incomplete.send("GET /things");
    CHECK(incomplete.receive_to_reset().empty());
    const auto exchanges = server.log.wait_for(1);
    return exchanges.back().request == "GET /things" && exchanges.back().close_reason == CloseReason::kReset;
  });
}

TEST_CASE("the first connections fail and later ones work", "[wire][connections]") {
  model::Scenario scenario = shipped("demos/first-connections");
  scenario.connections.at(2).settings.accept_after = 80ms;
  ScenarioServer server(scenario);
  for (int i = 0; i < 2; ++i) {
    RawClient reset(server.port());
    CHECK(reset.receive_to_reset().empty());
  }
  RawClient closed(server.port());
  CHECK(closed.receive_to_end().empty());
  const auto begin = Steady::now();
  RawClient slow(server.port());
  CHECK(answers(slow));
  CHECK(Steady::now() - begin >= 80ms);
  RawClient second(server.port());
  CHECK(answers(second));
  RawClient good(server.port());
  CHECK(answers(good));
  const auto exchanges = server.log.wait_for(6);
  CHECK(exchanges.at(0).decision.faults == std::vector<std::string>{"accept: reset"});
  CHECK(exchanges.at(0).close_reason == CloseReason::kReset);
  CHECK(exchanges.at(2).decision.faults == std::vector<std::string>{"accept: close"});
  CHECK(exchanges.at(2).request.empty());
}

TEST_CASE("a port refuses in its window and nobody can take it", "[wire][connections]") {
  for (const Over over : {Over::kTcp, Over::kTls}) {
    ScenarioServer server(shipped("demos/port-refuses"), over);
    const std::uint16_t port = server.port();
    CHECK_FALSE(refuses(port));
    server.set_time(10s);
    wait_until_refuses(port, true);
    CHECK_FALSE(can_be_taken(port));
    CHECK(refuses(port));
    server.set_time(13s);
    wait_until_refuses(port, false);
    CHECK(server.port() == port);
    CHECK_FALSE(can_be_taken(port));
  }
}

TEST_CASE("an open connection is answered while the port refuses and later clients are served", "[wire][connections]") {
  ScenarioServer server(kOneThing + "connections: [{accept: refuse, during: 10s..13s}]");
  RawClient client(server.port());
  CHECK(answers(client));
  for (const auto from : {10s, 13s}) {
    server.set_time(from);
    wait_until_refuses(server.port(), from == 10s);
    CHECK(answers(client));
  }
  RawClient later(server.port());
  CHECK(answers(later));
}

TEST_CASE("a port that refuses from the start refuses the first client", "[wire][connections]") {
  ScenarioServer server(kOneThing + "connections: [{accept: refuse, during: 0s..1s}]");
  CHECK(refuses(server.port()));
  CHECK_FALSE(can_be_taken(server.port()));
  server.set_time(1s);
  wait_until_refuses(server.port(), false);
  RawClient client(server.port());
  CHECK(answers(client));
}

TEST_CASE("a server that hangs after the connect sends no byte", "[wire][connections]") {
  ScenarioServer server(kOneThing + "connections: [{accept: hang, times: 1}]");
  RawClient silent(server.port());
  silent.send(kDescribeOne);
  RawClient good(server.port());
  CHECK(answers(good));
  CHECK(silent.receive_for(50ms).empty());
  silent.close();
  const auto exchanges = server.log.wait_for(2);
  CHECK(exchanges.at(1).close_reason == CloseReason::kClientGaveUp);
  CHECK(exchanges.at(1).decision.faults == std::vector<std::string>{"accept: hang"});
}

TEST_CASE("slow-close answers the requests that come before it closes", "[wire][faults]") {
  ScenarioServer server(kOneThing +
                        "rules: [{answers: [{documented: true, times: 2, faults: [{slow-close: 1h}]}, "
                        "{documented: true, faults: [{slow-close: 50ms}]}]}]");
  RawClient client(server.port());
  CHECK(answers(client));
  client.send(kDescribeOne + kDescribeOne);  // pipelined: the second arrives before the first response
  CHECK(client.receive_answer().starts_with(kOk));
  CHECK(client.receive_answer().starts_with(kOk));
  CHECK(client.receive_to_end().empty());
  const auto exchanges = server.log.wait_for(3);
  CHECK(exchanges.at(0).close_reason == CloseReason::kKept);
  CHECK(exchanges.at(1).close_reason == CloseReason::kKept);
  CHECK(exchanges.at(2).close_reason == CloseReason::kClosed);
}

TEST_CASE("a connection ends inside the body of a request without an effect", "[wire][faults]") {
  const std::string body = R"({"status":"SUCCEEDED"})";
  const std::string head =
      "POST /things/thermostat-1/jobs/firmware-7 HTTP/1.1\r\nHost: x\r\nContent-Type: "
      "application/json\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n";
  ScenarioServer server(shipped("demos/cut-request-body"));
  {
    RawClient client(server.port());
    client.send(head + body.substr(0, 4));
    client.send(body.substr(4, 3));
    CHECK(client.receive_to_end().empty());
  }
  {
    RawClient client(server.port());
    client.send(head + body);
    CHECK(client.receive_to_reset().empty());
  }
  const auto exchanges = server.log.wait_for(2);
  CHECK(exchanges.at(0).request == head + body.substr(0, 5));
  CHECK(exchanges.at(0).close_reason == CloseReason::kClosed);
  CHECK(exchanges.at(1).request == head + body.substr(0, 5));
  CHECK(exchanges.at(1).close_reason == CloseReason::kReset);
  CHECK(exchanges.at(1).decision.faults == std::vector<std::string>{"reset"});
  RawClient client(server.port());
  client.send("GET /things/thermostat-1/jobs/firmware-7 HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.receive_answer().find("\"status\":\"IN_PROGRESS\"") != std::string::npos);
  client.send(head + body);
  CHECK(client.receive_answer().starts_with(kOk));
}

TEST_CASE("a cut inside a request body lets the client send that much and no more than it has", "[wire][faults]") {
  ScenarioServer server(kOneThing + "rules: [{faults: [{cut: byte 100 of request body}]}]");
  RawClient shorter(server.port());
  shorter.send(kDescribeOne);  // no body: ends at its end
  CHECK(shorter.receive_to_end().empty());
  RawClient expecting(server.port());
  expecting.send(
      "POST /things/thermostat-1/jobs/firmware-7 HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
      "Content-Length: 200\r\n\r\n");
  CHECK(expecting.receive(25) == "HTTP/1.1 100 Continue\r\n\r\n");
  expecting.send(std::string(100, ' '));
  CHECK(expecting.receive_to_end().empty());
  CHECK(server.log.wait_for(2).at(1).request.ends_with("\r\n\r\n" + std::string(100, ' ')));
}
