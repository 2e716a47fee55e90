// The memory that clients can use is limited in total. Large responses to one client do not delay others.
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "support/catch.h"
#include "support/hang_guard.h"
#include "support/raw_client.h"
#include "support/test_server.h"

using namespace jobrig;
using test::RawClient;
using test::TestServer;
using namespace std::chrono_literals;

namespace {

const std::string kSmall = "GET /small HTTP/1.1\r\nHost: a\r\n\r\n";

std::string head_of(std::size_t body, const std::string& target = "/large") {
  return "POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body) + "\r\n\r\n";
}

/// Waits until the memory use of the server meets the condition.
template <typename Condition>
void wait_until(TestServer& server, Condition condition) {
  const auto end = std::chrono::steady_clock::now() + test::kHangGuard;
  while (!condition(server.server().held())) {
    REQUIRE(std::chrono::steady_clock::now() < end);
    std::this_thread::yield();
  }
}

model::HttpReply reply_of(std::size_t size) { return {200, {}, std::string(size, 'x')}; }

}  // namespace

TEST_CASE("incomplete requests are limited in total and small ones are always answered", "[wire][limits]") {
  serve::ServerOptions options;
  options.max_held_requests = 1'000'000;
  TestServer server(options);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (std::size_t i = 1; i <= 4; ++i) {
    clients.push_back(std::make_unique<RawClient>(server.port()));
    clients.back()->send(head_of(200'000) + std::string(100'000, 'x'));
    wait_until(server, [i](const serve::Held& held) { return held.requests >= i * 100'000; });
    CHECK(server.server().held().requests < i * 130'000);  // near their size
  }
  RawClient one_more(server.port());
  one_more.send(head_of(800'000) + std::string(700'000, 'x'));
  const std::string refused = one_more.receive_to_end();
  CHECK(refused.rfind("HTTP/1.1 503 Service Unavailable\r\n", 0) == 0);
  CHECK(refused.find("take up 1000000 bytes, which is the limit") != std::string::npos);
  RawClient small(server.port());
  small.send(kSmall);
  CHECK(small.receive_answer() == test::plain_answer("/small"));
  for (const auto& client : clients) {
    client->send(std::string(100'000, 'x'));
    CHECK(client->receive_answer() == test::plain_answer("/large"));
  }
  wait_until(server, [](const serve::Held& held) { return held.requests == 0; });
  RawClient again(server.port());
  again.send(head_of(200'000) + std::string(200'000, 'x'));
  CHECK(again.receive_answer() == test::plain_answer("/large"));
}

TEST_CASE("an incomplete chunked body uses about its size in memory", "[wire][limits]") {
  TestServer server;
  RawClient client(server.port());
  client.send("POST /large HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  std::string chunk(50'000, 'x');
  for (std::size_t i = 1; i <= 20; ++i) {
    client.send("C350\r\n" + chunk + "\r\n");
    wait_until(server, [i](const serve::Held& held) { return held.requests >= i * 50'000; });
  }
  CHECK(server.server().held().requests < 1'350'000);
  client.send("0\r\n\r\n");
  CHECK(client.receive_answer() == test::plain_answer("/large"));
}

TEST_CASE("requests that wait for their response count as well", "[wire][limits]") {
  serve::ServerOptions options;
  options.max_held_requests = 300'000;
  TestServer server(options, [](const model::Request& request, model::Script& script) {
    if (request.target == "/wait") {
      script.steps.insert(script.steps.begin(), model::Pause{1h, true});
    }
  });
  RawClient waiting(server.port());
  waiting.send(head_of(250'000, "/wait") + std::string(250'000, 'x'));
  wait_until(server, [](const serve::Held& held) { return held.requests >= 250'000 && held.requests < 260'000; });
  RawClient refused(server.port());
  refused.send(head_of(60'000) + std::string(60'000, 'x'));
  CHECK(refused.receive_to_end().rfind("HTTP/1.1 503 ", 0) == 0);
  server.clock.move_civil(1h);
  CHECK(waiting.receive_answer() == test::plain_answer("/wait"));
  wait_until(server, [](const serve::Held& held) { return held.requests == 0; });
}

TEST_CASE("large responses that are not read are limited in total if the server has a limit", "[wire][limits]") {
  constexpr std::size_t kLarge = 20'000'000;  // more than the kernel takes
  serve::ServerOptions options;
  options.max_held_responses = 2 * kLarge + 1000;
  TestServer server(options);
  server.responder.reply = [](const model::Request& request) {
    return reply_of(request.target == "/large" ? kLarge : 10);
  };
  const std::string large = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";
  std::vector<std::unique_ptr<RawClient>> unread;
  for (std::size_t i = 1; i <= 2; ++i) {
    unread.push_back(std::make_unique<RawClient>(server.port()));
    unread.back()->send(large);
    wait_until(server, [i](const serve::Held& held) { return held.responses >= i * kLarge; });
  }
  RawClient refused(server.port());
  refused.send(large);
  const std::string refusal = refused.receive_to_end();
  CHECK(refusal.rfind("HTTP/1.1 503 ", 0) == 0);
  CHECK(refusal.find("wait until their clients read them, which is the limit") != std::string::npos);
  RawClient small(server.port());
  small.send(kSmall);
  CHECK(small.receive_answer().find("\r\n\r\nxxxxxxxxxx") != std::string::npos);
  unread.front()->reset();
  wait_until(server, [](const serve::Held& held) { return held.responses < 2 * kLarge; });
  RawClient again(server.port());
  again.send(large);
  CHECK(again.receive_answer().size() > kLarge);
  CHECK(unread.back()->receive_answer().size() > kLarge);
}

TEST_CASE("a burst of large pipelined responses does not delay others", "[wire][limits]") {
  constexpr std::size_t kRequests = 32;
  TestServer server;
  RawClient other(server.port());
  std::promise<void> is_waiting;
  server.responder.reply = [&](const model::Request& request) {
    if (request.target == "/first") {  // both connections have requests now
      is_waiting.get_future().wait_for(test::kHangGuard);
    }
    return reply_of(request.target == "/small" ? 10 : 100'000);
  };
  RawClient pipelining(server.port());
  std::string burst = "GET /first HTTP/1.1\r\nHost: a\r\n\r\n";
  for (std::size_t i = 1; i < kRequests; ++i) {
    burst += "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";
  }
  pipelining.send(burst);
  std::thread reader([&] {
    for (std::size_t i = 0; i < kRequests; ++i) {
      pipelining.receive_answer();
    }
  });
  other.send(kSmall);
  is_waiting.set_value();
  reader.join();
  const auto log = server.log.wait_for(kRequests + 1);
  std::size_t before = 0;
  while (log[before].connection != 1) {
    ++before;
  }
  CHECK(before <= 8);  // 256 KiB per turn, and up to two turns until the event is noticed
}
