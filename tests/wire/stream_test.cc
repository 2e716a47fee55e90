// Responses without a known end: parts are sent as the source supplies them, to the readers that accept them, without
// delaying others, and end with the source, the client or the server.
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>

#include "support/catch.h"
#include "support/hang_guard.h"
#include "support/raw_client.h"
#include "support/test_server.h"

using namespace jobrig;
using test::RawClient;
using test::TestServer;
using namespace std::chrono_literals;

namespace {

/// What a test supplies and observes of a source. Outlives the server.
struct Supply {
  std::function<model::ByteSource::Part(base::Monotonic now, int index)> part;
  std::promise<void> destroyed;
  std::atomic<int> asked{0};

  void wait_until_destroyed() {
    REQUIRE(destroyed.get_future().wait_for(test::kHangGuard) == std::future_status::ready);
  }
};

class Supplied final : public model::ByteSource {
 public:
  explicit Supplied(Supply& supply) : supply_(supply) {}
  ~Supplied() override { supply_.destroyed.set_value(); }
  Part next(base::Monotonic now) override { return supply_.part(now, supply_.asked++); }

 private:
  Supply& supply_;
};

const std::string kStream = "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string kOtherRequest = "GET /other HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string kHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

void stream_at_stream(TestServer& server, Supply& supply) {
  server.responder.reply = [](const model::Request& request) -> model::HttpReply {
    if (request.target != "/stream") {
      return {200, {{"Content-Type", "application/json"}}, "{}"};
    }
    return {200, {{"Content-Type", "text/event-stream"}, {"Transfer-Encoding", "chunked"}}, ""};
  };
  server.responder.rewrite = [&supply](const model::Request& request, model::Script& script) {
    if (request.target == "/stream") {
      script.source = std::make_shared<Supplied>(supply);
    }
  };
}

const std::string kOtherAnswer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

}  // namespace

TEST_CASE("a stream sends its parts in order, and the connection stays open after the last", "[wire][stream]") {
  Supply supply;
  supply.part = [](base::Monotonic now, int index) -> model::ByteSource::Part {
    if (index == 3) {
      return {"0\r\n\r\n", std::nullopt};
    }
    return {index == 1 ? "" : "1\r\n" + std::to_string(index) + "\r\n", now + 1ms};
  };
  TestServer server;
  stream_at_stream(server, supply);
  RawClient client(server.port());
  client.send(kStream);
  const std::string whole = kHead + "1\r\n0\r\n1\r\n2\r\n0\r\n\r\n";
  CHECK(client.receive(whole.size()) == whole);
  supply.wait_until_destroyed();
  client.send(kOtherRequest);
  CHECK(client.receive_answer() == kOtherAnswer);
  const auto log = server.log.wait_for(2);
  CHECK(log[0].status == 200);
  CHECK(log[0].answer == kHead);  // the parts are not recorded
  CHECK(log[0].close_reason == model::CloseReason::kKept);
}

TEST_CASE("a reader that does not read is not asked for and delays nobody", "[wire][stream]") {
  Supply supply;
  supply.part = [](base::Monotonic now, int) -> model::ByteSource::Part {
    return {"10000\r\n" + std::string(0x10000, 'x') + "\r\n", now};
  };
  TestServer server;  // with one worker
  stream_at_stream(server, supply);
  RawClient slow(server.port());
  slow.send(kStream);
  CHECK(slow.receive(kHead.size()) == kHead);
  RawClient other(server.port());
  int before = -1;
  while (before != supply.asked) {  // until the buffers of the connection are full
    before = supply.asked;
    for (int i = 0; i < 100; ++i) {
      other.send(kOtherRequest);
      REQUIRE(other.receive_answer() == kOtherAnswer);
    }
  }
  slow.receive(std::size_t{8} << 20U);
  CHECK(supply.asked > before);
}

TEST_CASE("a reader that disconnects ends its stream", "[wire][stream]") {
  Supply supply;
  supply.part = [](base::Monotonic now, int) -> model::ByteSource::Part { return {"1\r\nx\r\n", now + 1h}; };
  TestServer server;
  stream_at_stream(server, supply);
  RawClient client(server.port());
  client.send(kStream);
  client.receive(kHead.size() + 6);
  client.finish_sending();
  supply.wait_until_destroyed();
  CHECK(server.log.wait_for(1)[0].close_reason == model::CloseReason::kClientGaveUp);
}

TEST_CASE("a server that stops ends its streams at once", "[wire][stream]") {
  Supply supply;
  supply.part = [](base::Monotonic now, int) -> model::ByteSource::Part { return {"1\r\nx\r\n", now + 1h}; };
  TestServer server;
  stream_at_stream(server, supply);
  RawClient client(server.port());
  client.send(kStream);
  client.receive(kHead.size() + 6);
  CHECK(server.server().held().open == 1);
  server.server().stop(1h);
  server.server().wait();
  client.receive_to_end();
  CHECK(server.log.wait_for(1)[0].close_reason == model::CloseReason::kServerStopped);
  CHECK(server.server().held().open == 0);
}

TEST_CASE("the response to a HEAD request has no stream", "[wire][stream]") {
  class OneSource final : public model::Responder {
   public:
    model::Plan plan(const model::Request& /*request*/) override {
      model::Plan plan;
      plan.reply = model::HttpReply{200, {{"Transfer-Encoding", "chunked"}}, ""};
      plan.reply.http->has_date = false;
      plan.source = std::make_shared<Supplied>(supply);
      return plan;
    }
    Supply supply;
  };
  OneSource responder;
  test::ExchangeLog log;
  test::MovableClock clock;
  auto server = serve::Server::start({}, responder, log, clock);
  REQUIRE(server);
  RawClient client((*server)->port());
  client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
  client.receive_answer(true);
  responder.supply.wait_until_destroyed();
  CHECK(responder.supply.asked == 0);
}
