// Hazards of HTTP servers with hostile clients (RFC 9112, 11), tested on a socket against a running server, as far as
// no other test of this folder covers them. Rejected requests are rejected in time and with their status. Nothing after
// them is executed. Responses are sent in one piece. The backlog is long.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/own_sockets.h"
#include "support/raw_client.h"
#include "support/refused_requests.h"
#include "support/test_server.h"

using namespace jobrig;
using test::plain_answer;
using test::RawClient;
using test::sockets_at;
using test::TestServer;

namespace {

const std::string kNext = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

template <typename Value>
Value option_of(int descriptor, int level, int name) {
  Value value{};
  socklen_t size = sizeof value;
  REQUIRE(::getsockopt(descriptor, level, name, &value, &size) == 0);
  return value;
}

bool listens(int descriptor) { return option_of<int>(descriptor, SOL_SOCKET, SO_ACCEPTCONN) == 1; }

}  // namespace

TEST_CASE("every request that is to be refused is refused on a socket and nothing behind it is run", "[serve][wire]") {
  TestServer server;
  std::size_t count = 0;
  for (const auto& row : test::refused_requests()) {
    CAPTURE(row.what);
    RawClient client(server.port());
    client.send(row.bytes);
    client.try_send(kNext);
    const std::string answer = client.receive_to_end();
    CHECK(answer.substr(0, 13) == "HTTP/1.1 " + std::to_string(row.status) + " ");
    CHECK(answer.find("\r\nConnection: close\r\n") != std::string::npos);
    CHECK(answer.find("smuggled") == std::string::npos);  // contained in the response to the smuggled request
    const auto exchanges = server.log.wait_for(++count);
    REQUIRE(exchanges.size() == count);
    CHECK(exchanges.back().status == row.status);
    CHECK_FALSE(exchanges.back().refusal.empty());
    CHECK(exchanges.back().close_reason == model::CloseReason::kClosed);
  }
}

TEST_CASE("a client that half-closes behind a refused request gets its refusal", "[serve][wire]") {
  TestServer server;
  for (const std::string header : {"Content-Length : 5\r\n", "Transfer-Encoding: gzip, chunked\r\n",
                                   "Content-Length: -1\r\n", "Content-Length: 18446744073709551616\r\n"}) {
    CAPTURE(header);
    RawClient client(server.port());
    client.send("POST /a HTTP/1.1\r\nHost: x\r\n" + header + "\r\n");
    client.finish_sending();
    CHECK(client.receive_to_end().starts_with("HTTP/1.1 400 Bad Request\r\n"));
  }
}

TEST_CASE("headers of the client's own naming change nothing and are kept byte for byte", "[serve][wire]") {
  TestServer server;
  std::vector<std::string> seen;
  server.responder.reply = [&seen](const model::Request& request) {
    for (const model::HeaderView& header : request.headers) {
      seen.push_back(std::string(header.name) + "=" + std::string(header.value));
    }
    return model::HttpReply{200, {}, "{}"};
  };
  const std::string request =
      "GET /a HTTP/1.1\r\nHost: x\r\nREMOTE_ADDR: 10.0.0.1\r\nLOCAL_PORT: 1\r\nX-Raw: a%0d%0aSet-Cookie: b\r\n\r\n";
  RawClient client(server.port());
  client.send(request);
  CHECK(client.receive_answer() == "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
  CHECK(seen ==
        std::vector<std::string>{"Host=x", "REMOTE_ADDR=10.0.0.1", "LOCAL_PORT=1", "X-Raw=a%0d%0aSet-Cookie: b"});
  CHECK(server.log.wait_for(1).front().request == request);
}

TEST_CASE("an answer leaves in one piece on a connection without Nagle's delay", "[serve][wire]") {
  TestServer server;
  RawClient client(server.port());
  client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.receive_answer() == plain_answer("/a"));
  const auto exchange = server.log.wait_for(1).front();
  CHECK(exchange.first_byte == exchange.last_byte);
  std::size_t connections = 0;
  for (const int descriptor : sockets_at(server.port())) {
    if (!listens(descriptor)) {
      ++connections;
      CHECK(option_of<int>(descriptor, IPPROTO_TCP, TCP_NODELAY) == 1);
    }
  }
  CHECK(connections == 1);
}

TEST_CASE("4096 clients may wait to be accepted or as many as the machine allows", "[serve][wire]") {
  TestServer server;
  unsigned most = 0;
  std::ifstream("/proc/sys/net/core/somaxconn") >> most;
  std::size_t listeners = 0;
  for (const int descriptor : sockets_at(server.port())) {
    if (listens(descriptor)) {
      ++listeners;
      // For a listening socket the kernel reports the size of its backlog in this field.
      CHECK(option_of<tcp_info>(descriptor, IPPROTO_TCP, TCP_INFO).tcpi_sacked == std::min(4096U, most));
    }
  }
  CHECK(listeners == 1);
}
