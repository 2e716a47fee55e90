// Time: delays are kept, waiting blocks no other connection, deadlines end slow connections, and disconnects are
// noticed.
#include <memory>
#include <vector>

#include "support/catch.h"
#include "support/hang_guard.h"
#include "support/raw_client.h"
#include "support/test_server.h"

using namespace jobrig;
using model::CloseReason;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using test::plain_answer;
using test::RawClient;
using test::TestServer;

namespace {

constexpr const char* kSlow = "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n";
constexpr const char* kFast = "GET /fast HTTP/1.1\r\nHost: x\r\n\r\n";

/// Longer than any test waits.
constexpr std::chrono::hours kDay{24};

void pause_slow(TestServer& server, model::Pause pause) {
  server.responder.rewrite = [pause](const model::Request& request, model::Script& script) {
    if (request.target == "/slow") {
      script.steps.insert(script.steps.begin(), pause);
    }
  };
}

/// Delays the response to `/slow` by a pause.
void delay_slow(TestServer& server, std::chrono::nanoseconds pause) { pause_slow(server, {pause, false}); }

/// Delays the response to `/slow` until let_go() is called, by one day of virtual time, which the test advances.
void hold_slow(TestServer& server) { pause_slow(server, {kDay, true}); }
void let_go(TestServer& server) { server.clock.move_civil(kDay); }

/// Makes the server check deadlines often: the interval follows from the shortest timeout.
serve::ServerOptions looking_often() {
  serve::ServerOptions options;
  options.linger_timeout = milliseconds(40);
  return options;
}

}  // namespace

TEST_CASE("a delay is never cut short", "[serve][wire]") {
  TestServer server;
  delay_slow(server, milliseconds(30));
  RawClient client(server.port());
  for (int i = 0; i < 5; ++i) {
    const auto before = steady_clock::now();
    client.send(kSlow);
    CHECK(client.receive_answer() == plain_answer("/slow"));
    CHECK(steady_clock::now() - before >= milliseconds(30));
  }
  for (const model::Exchange& exchange : server.log.wait_for(5)) {
    CHECK(exchange.first_byte - exchange.request_whole >= milliseconds(30));
  }
}

TEST_CASE("pauses between bytes are kept and each byte's time is told", "[serve][wire]") {
  TestServer server;
  server.responder.rewrite = [](const model::Request& /*request*/, model::Script& script) {
    const std::string whole = std::get<model::Send>(script.steps.front()).bytes;
    script.steps = {model::Send{whole.substr(0, 10)}, model::Pause{milliseconds(20)}, model::Send{whole.substr(10, 10)},
                    model::Pause{milliseconds(10)},   model::Pause{milliseconds(10)}, model::Send{whole.substr(20)}};
  };
  RawClient client(server.port());
  client.send(kFast);
  CHECK(client.receive(10) == plain_answer("/fast").substr(0, 10));
  CHECK(client.receive_answer().size() == plain_answer("/fast").size() - 10);
  const model::Exchange exchange = server.log.wait_for(1).front();
  CHECK(exchange.answer == plain_answer("/fast"));
  CHECK(exchange.last_byte - exchange.first_byte >= milliseconds(40));
}

TEST_CASE("a delayed response delays no other on the same worker", "[serve][wire]") {
  TestServer server;
  hold_slow(server);
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 100; ++i) {
    slow.push_back(std::make_unique<RawClient>(server.port()));
    slow.back()->send(kSlow);
  }
  server.responder.wait_until_asked(slow.size());
  RawClient fast(server.port());
  fast.send(kFast);
  CHECK(fast.receive_answer() == plain_answer("/fast"));
  CHECK(server.log.wait_for(1).size() == 1);  // all the others are still waiting
  let_go(server);
  for (const auto& client : slow) {
    CHECK(client->receive_answer() == plain_answer("/slow"));
  }
}

TEST_CASE("clients that drip their requests do not block others", "[serve][wire]") {
  TestServer server;
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 50; ++i) {
    slow.push_back(std::make_unique<RawClient>(server.port()));
    slow.back()->send("GET /slow HT");
  }
  RawClient fast(server.port());
  fast.send(kFast);
  CHECK(fast.receive_answer() == plain_answer("/fast"));
  for (const char c : std::string("TP/1.1\r\nHost: x\r\n\r\n")) {
    for (const auto& client : slow) {
      client->send(std::string(1, c));
    }
  }
  for (const auto& client : slow) {
    CHECK(client->receive_answer() == plain_answer("/slow"));
  }
}

TEST_CASE("requests that come while an answer waits are answered in order", "[serve][wire]") {
  TestServer server;
  hold_slow(server);
  RawClient client(server.port());
  client.send(kSlow);
  server.responder.wait_until_asked(1);
  client.send(kFast);
  const auto half = std::string_view(kFast).substr(0, 9);
  client.send(half);
  RawClient other(server.port());
  other.send(kFast);
  CHECK(other.receive_answer() == plain_answer("/fast"));  // same worker: the first request is already waiting
  let_go(server);
  CHECK(client.receive_answer() == plain_answer("/slow"));
  CHECK(client.receive_answer() == plain_answer("/fast"));
  client.send(std::string_view(kFast).substr(9));
  CHECK(client.receive_answer() == plain_answer("/fast"));
  CHECK(server.log.wait_for(4).size() == 4);
}

TEST_CASE("a client that closes while it waits is noticed and its time recorded", "[serve][wire]") {
  constexpr std::chrono::seconds kPause{3};  // a thousand times as long as noticing takes
  TestServer server;
  delay_slow(server, kPause);
  RawClient client(server.port());
  client.send(kSlow);
  server.responder.wait_until_asked(1);
  const auto before = steady_clock::now();
  client.close();
  const model::Exchange exchange = server.log.wait_for(1).front();
  CHECK(exchange.close_reason == CloseReason::kClientGaveUp);
  CHECK(exchange.ended >= before);
  // The disconnect was noticed during the pause, not when the response was sent.
  CHECK(exchange.ended < exchange.request_whole + kPause);
}

TEST_CASE("a client that resets while it waits ends the exchange at once", "[serve][wire]") {
  TestServer server;
  delay_slow(server, kDay);
  RawClient client(server.port());
  client.send(kSlow);
  server.responder.wait_until_asked(1);
  client.reset();
  const model::Exchange exchange = server.log.wait_for(1).front();
  CHECK(exchange.close_reason == CloseReason::kClientGaveUp);
  CHECK(exchange.status == 0);
  CHECK(exchange.answer.empty());
}

TEST_CASE("a client that reads nothing is dropped after the idle time and the sent bytes are recorded",
          "[serve][wire]") {
  serve::ServerOptions options = looking_often();
  options.idle_timeout = kDay;
  TestServer server(options);
  const std::string huge(20'000'000, 'h');
  server.responder.reply = [&huge](const model::Request& /*request*/) { return model::HttpReply{200, {}, huge}; };
  RawClient client(server.port());
  client.send(kFast);
  server.responder.wait_until_asked(1);
  // No event tells when the socket buffers are full. If a day passes before that, let another one pass.
  const auto guard = steady_clock::now() + test::kHangGuard;
  do {
    server.clock.move_monotonic(kDay);
  } while (!server.log.holds(1, milliseconds(50)) && steady_clock::now() < guard);
  const model::Exchange exchange = server.log.wait_for(1).front();
  CHECK(exchange.close_reason == CloseReason::kClientGaveUp);
  CHECK(exchange.answer.size() > 0);
  CHECK(exchange.answer.size() < huge.size());
  CHECK(exchange.answer ==
        ("HTTP/1.1 200 OK\r\nContent-Length: 20000000\r\n\r\n" + huge).substr(0, exchange.answer.size()));
}

TEST_CASE("a large answer goes out whole to a client that takes its time", "[serve][wire]") {
  TestServer server;
  const std::string huge(20'000'000, 'h');
  server.responder.reply = [&huge](const model::Request& /*request*/) { return model::HttpReply{200, {}, huge}; };
  RawClient client(server.port());
  client.send(kFast);
  CHECK(client.receive_for(milliseconds(1)).size() < huge.size());
  CHECK(server.log.wait_for(0).empty());
  RawClient other(server.port());
  other.send(kFast);
  CHECK(other.receive_answer().size() > huge.size());
}

TEST_CASE("an idle connection is closed after the idle time and not before", "[serve][wire]") {
  serve::ServerOptions options = looking_often();
  options.idle_timeout = kDay;
  TestServer server(options);
  RawClient early(server.port());
  early.send(kFast);
  CHECK(early.receive_answer() == plain_answer("/fast"));
  server.clock.move_monotonic(kDay / 2);
  RawClient late(server.port());
  late.send(kFast);
  CHECK(late.receive_answer() == plain_answer("/fast"));
  server.clock.move_monotonic(kDay / 2);
  CHECK(early.receive_to_end().empty());
  late.send(kFast);  // half of its idle time has passed
  CHECK(late.receive_answer() == plain_answer("/fast"));
  server.clock.move_monotonic(kDay);
  CHECK(late.receive_to_end().empty());
}

TEST_CASE("a request that is not whole in time is answered 408 and closed", "[serve][wire]") {
  serve::ServerOptions options;
  options.request_timeout = milliseconds(100);
  TestServer server(options);
  RawClient client(server.port());
  const auto before = steady_clock::now();
  client.send("GET / HTTP/1.1\r\nHost: x\r\n");
  const std::string answer = client.receive_to_end();
  CHECK(steady_clock::now() - before >= milliseconds(100));
  CHECK(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"));
  CHECK(answer.ends_with("{\"message\":\"the request was not complete in time\"}"));
  CHECK(server.log.wait_for(1).front().refusal == "the request was not complete in time");
}

TEST_CASE("stopping closes idle connections and lets waiting answers finish", "[serve][wire]") {
  TestServer server;
  hold_slow(server);
  RawClient idle(server.port());
  RawClient waiting(server.port());
  waiting.send(kSlow);
  server.responder.wait_until_asked(1);
  server.server().stop(test::kHangGuard);
  CHECK(idle.receive_to_end().empty());
  let_go(server);
  CHECK(waiting.receive_to_end() == plain_answer("/slow"));
  server.server().wait();
  CHECK(server.log.wait_for(1).front().close_reason == CloseReason::kClosed);
  CHECK_THROWS(RawClient(server.port()));
}

TEST_CASE("what is still waiting when the grace is over is cut and recorded", "[serve][wire]") {
  TestServer server;
  delay_slow(server, kDay);
  RawClient client(server.port());
  client.send(kSlow);
  server.responder.wait_until_asked(1);
  server.server().stop(milliseconds(50));
  server.server().wait();
  CHECK(client.receive_to_end().empty());
  const model::Exchange exchange = server.log.wait_for(1).front();
  CHECK(exchange.close_reason == CloseReason::kServerStopped);
  CHECK(exchange.status == 0);
}

TEST_CASE("a second stop shortens the grace of the first", "[serve][wire]") {
  TestServer server;
  delay_slow(server, kDay);
  RawClient client(server.port());
  client.send(kSlow);
  server.responder.wait_until_asked(1);
  server.server().stop(std::chrono::minutes(5));
  server.server().stop(milliseconds(0));
  server.server().wait();
  CHECK(server.log.wait_for(1).front().close_reason == CloseReason::kServerStopped);
}
