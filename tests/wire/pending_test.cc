// Responses that wait for an event: sent as soon as it occurs or at the deadline, and abandoned when the client
// disconnects.
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "support/catch.h"
#include "support/hang_guard.h"
#include "support/raw_client.h"
#include "support/response_date.h"
#include "support/test_server.h"

using namespace jobrig;
using test::RawClient;
using test::TestServer;
using namespace std::chrono_literals;

namespace {

/// An event that a test triggers. Outlives the server.
struct Happening {
  std::promise<void> waited_for;
  std::promise<void> given_up;
  std::function<void()> wake;

  /// Waits until the server waits.
  void wait_until_asked() { REQUIRE(waited_for.get_future().wait_for(test::kHangGuard) == std::future_status::ready); }
  void wait_until_given_up() { REQUIRE(given_up.get_future().wait_for(test::kHangGuard) == std::future_status::ready); }
};

class Waiting final : public model::PendingReply {
 public:
  Waiting(Happening& happening, std::chrono::milliseconds longest)
      : happening_(happening), deadline_(base::SystemClock().monotonic() + longest) {}
  ~Waiting() override { happening_.given_up.set_value(); }
  void when_ready(std::function<void()> wake) override {
    happening_.wake = std::move(wake);
    happening_.waited_for.set_value();
  }
  [[nodiscard]] base::Monotonic deadline() const override { return deadline_; }
  model::Reply reply() override { return model::HttpReply{200, {{"Content-Type", "text/plain"}}, "it happened"}; }

 private:
  Happening& happening_;
  base::Monotonic deadline_;
};

const std::string kAnswer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 11\r\n\r\nit happened";

void wait_at_wait(TestServer& server, Happening& happening, std::chrono::milliseconds longest) {
  server.responder.pending = [&happening,
                              longest](const model::Request& request) -> std::shared_ptr<model::PendingReply> {
    return request.target == "/wait" ? std::make_shared<Waiting>(happening, longest) : nullptr;
  };
}

const std::string kWait = "GET /wait HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string kOther = "GET /other HTTP/1.1\r\nHost: a\r\n\r\n";

}  // namespace

TEST_CASE("a pending answer is sent when it is woken and others are answered meanwhile", "[wire][pending]") {
  Happening happening;
  TestServer server;
  wait_at_wait(server, happening, 1h);
  RawClient waiting(server.port());
  waiting.send(kWait);
  happening.wait_until_asked();
  RawClient other(server.port());
  other.send(kOther);
  CHECK(other.receive_answer() == test::plain_answer("/other"));
  happening.wake();
  CHECK(test::without_date(waiting.receive_answer()) == kAnswer);
  waiting.send(kOther);  // the connection stays open
  CHECK(waiting.receive_answer() == test::plain_answer("/other"));
  const auto log = server.log.wait_for(3);
  CHECK(test::without_date(log[1].answer) == kAnswer);
  CHECK(log[1].request == kWait);
  CHECK(log[1].status == 200);
  CHECK(log[1].close_reason == model::CloseReason::kKept);
}

TEST_CASE("a pending answer is sent at its deadline and a late wake-up changes nothing", "[wire][pending]") {
  Happening happening;
  TestServer server;
  wait_at_wait(server, happening, 50ms);
  RawClient client(server.port());
  const auto before = std::chrono::steady_clock::now();
  client.send(kWait);
  CHECK(test::without_date(client.receive_answer()) == kAnswer);
  CHECK(std::chrono::steady_clock::now() - before >= 50ms);
  happening.wake();
  client.send(kOther);
  CHECK(client.receive_answer() == test::plain_answer("/other"));
}

TEST_CASE("a pending answer is given up when its client goes away", "[wire][pending]") {
  const bool resets = GENERATE(true, false);
  Happening happening;
  TestServer server;
  wait_at_wait(server, happening, 1h);
  RawClient client(server.port());
  client.send(kWait);
  happening.wait_until_asked();
  if (resets) {
    client.reset();
  } else {
    client.finish_sending();
  }
  happening.wait_until_given_up();
  CHECK(server.log.wait_for(1).front().close_reason == model::CloseReason::kClientGaveUp);
  happening.wake();
  RawClient other(server.port());
  other.send(kOther);
  CHECK(other.receive_answer() == test::plain_answer("/other"));
}

TEST_CASE("requests behind a pending answer are answered after it", "[wire][pending]") {
  Happening happening;
  TestServer server;
  wait_at_wait(server, happening, 1h);
  RawClient client(server.port());
  client.send(kWait + kOther);
  happening.wait_until_asked();
  happening.wake();
  CHECK(test::without_date(client.receive_answer()) == kAnswer);
  CHECK(client.receive_answer() == test::plain_answer("/other"));
}

TEST_CASE("a server that stops cuts pending answers when the grace is over", "[wire][pending]") {
  Happening happening;
  TestServer server;
  wait_at_wait(server, happening, 1h);
  RawClient client(server.port());
  client.send(kWait);
  happening.wait_until_asked();
  server.server().stop(0ms);
  server.server().wait();
  CHECK(server.log.wait_for(1).front().close_reason == model::CloseReason::kServerStopped);
  happening.wait_until_given_up();
}

TEST_CASE("an answer that is there at once is sent at once", "[wire][pending]") {
  class AtOnce final : public model::PendingReply {
   public:
    void when_ready(std::function<void()> wake) override { wake(); }
    [[nodiscard]] base::Monotonic deadline() const override { return base::SystemClock().monotonic() + 1h; }
    model::Reply reply() override { return model::HttpReply{200, {{"Content-Type", "text/plain"}}, "it happened"}; }
  };
  TestServer server;
  server.responder.pending = [](const model::Request&) { return std::make_shared<AtOnce>(); };
  RawClient client(server.port());
  client.send(kWait);
  CHECK(test::without_date(client.receive_answer()) == kAnswer);
  client.send("HEAD /wait HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  CHECK(test::without_date(client.receive_to_end()) ==
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 11\r\nConnection: close\r\n\r\n");
}
