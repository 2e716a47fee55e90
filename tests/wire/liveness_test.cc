// Whether the parts of a server are alive: a worker that is blocked does not answer, and the others do.
#include "serve/liveness.h"

#include <future>
#include <new>
#include <optional>
#include <string>

#include "support/catch.h"
#include "support/hang_guard.h"
#include "support/raw_client.h"
#include "support/test_server.h"

using namespace jobrig;
using test::RawClient;
using test::TestServer;

namespace {

std::string get_of(const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n"; }

/// Names of the parts, with `?` if one has not answered.
std::string answers_of(const serve::Liveness& liveness) {
  std::string text;
  for (const serve::Liveness::Part& part : liveness.parts()) {
    text += part.name + (part.problem ? std::string(*part.problem) : "?") + " ";
  }
  return text;
}

}  // namespace

TEST_CASE("a blocked worker does not say that it is alive and the others do", "[serve][wire]") {
  serve::ServerOptions options;
  options.workers = 2;
  TestServer server(options);
  std::promise<void> blocked;
  std::promise<void> release;
  server.responder.reply = [&blocked, released = release.get_future().share()](const model::Request& request) {
    if (request.target == "/block") {
      blocked.set_value();
      released.wait();
    }
    return model::HttpReply{200, {}, "{}"};
  };
  RawClient first(server.port());  // of the first worker, like the listener
  first.send(get_of("/a"));
  CHECK_FALSE(first.receive_answer().empty());
  RawClient second(server.port());
  second.send(get_of("/block"));
  REQUIRE(blocked.get_future().wait_for(test::kHangGuard) == std::future_status::ready);

  const auto liveness = server.server().ask_whether_alive();
  for (int round = 0; round < 2; ++round) {  // between two requests a worker looks at what others want
    first.send(get_of("/a"));
    CHECK_FALSE(first.receive_answer().empty());
  }
  CHECK(answers_of(*liveness) == "worker 1 worker 2? listener ");

  std::promise<void> complete;
  liveness->when_complete([&complete] { complete.set_value(); });
  release.set_value();
  CHECK(complete.get_future().wait_for(test::kHangGuard) == std::future_status::ready);
  CHECK(answers_of(*liveness) == "worker 1 worker 2 listener ");
  CHECK_FALSE(second.receive_answer().empty());
}

TEST_CASE("a response that could not be built counts as an internal failure", "[serve][wire]") {
  TestServer server;
  server.responder.reply = [](const model::Request& request) -> model::HttpReply {
    if (request.target == "/bad") {
      throw std::bad_alloc();
    }
    return {200, {}, "{}"};
  };
  RawClient client(server.port());
  client.send(get_of("/a"));
  CHECK(client.receive_answer().starts_with("HTTP/1.1 200 "));
  CHECK(server.server().failures() == 0);
  client.send(get_of("/bad"));
  CHECK(client.receive_answer().starts_with("HTTP/1.1 500 "));
  CHECK(server.server().failures() == 1);
}
