// Ordinary connections: kept open, pipelined, closed, half-closed. Exact bytes.
#include "support/catch.h"
#include "support/raw_client.h"
#include "support/test_server.h"

using namespace jobrig;
using test::plain_answer;
using test::RawClient;
using test::TestServer;

namespace {

std::string get(const std::string& target, const std::string& more = {}) {
  return "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + more + "\r\n";
}

}  // namespace

TEST_CASE("a connection is kept for the next request", "[serve][wire]") {
  TestServer server;
  RawClient client(server.port());
  client.send(get("/a"));
  CHECK(client.receive_answer() == plain_answer("/a"));
  client.send(get("/b"));
  CHECK(client.receive_answer() == plain_answer("/b"));
  const auto exchanges = server.log.wait_for(2);
  REQUIRE(exchanges.size() == 2);
  CHECK(exchanges[0].connection == 1);
  CHECK(exchanges[1].connection == 1);
  CHECK(exchanges[1].number == 2);
  CHECK(exchanges[1].request == get("/b"));
  CHECK(exchanges[1].answer == plain_answer("/b"));
  CHECK(exchanges[1].status == 200);
  CHECK(exchanges[1].close_reason == model::CloseReason::kKept);
  CHECK(exchanges[1].first_byte >= exchanges[1].request_whole);
}

TEST_CASE("pipelined requests in one segment are each answered in order and journalled once", "[serve][wire]") {
  TestServer server;
  RawClient client(server.port());
  std::string requests;
  std::string answers;
  for (int i = 0; i < 200; ++i) {  // more than one burst
    requests += get("/" + std::to_string(i));
    answers += plain_answer("/" + std::to_string(i));
  }
  client.send(requests);
  CHECK(client.receive(answers.size()) == answers);
  const auto exchanges = server.log.wait_for(200);
  REQUIRE(exchanges.size() == 200);
  for (std::size_t i = 0; i < exchanges.size(); ++i) {
    CHECK(exchanges[i].request == get("/" + std::to_string(i)));
  }
}
