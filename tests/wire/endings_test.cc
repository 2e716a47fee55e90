// The end of responses and the rejection of requests: exact bytes, FIN or RST, and the journal entries.
#include <chrono>

#include "support/catch.h"
#include "support/hang_guard.h"
#include "support/own_sockets.h"
#include "support/raw_client.h"
#include "support/response_date.h"
#include "support/test_server.h"

using namespace jobrig;
using model::CloseReason;
using test::plain_answer;
using test::RawClient;
using test::TestServer;

namespace {

constexpr const char* kGet = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

struct Refused {
  std::string request;
  std::string status_line;
  std::string message;
};

/// `text` without the request id, which differs for each exchange.
std::string without_request_id(std::string text) {
  constexpr std::string_view kName = "x-amzn-RequestId: ";
  const std::size_t at = text.find(kName);
  if (at != std::string::npos) {
    text.replace(at + kName.size(), 36, "ID");
  }
  return text;
}

std::string refusal_answer(const std::string& status_line, const std::string& message) {
  const std::string body = "{\"message\":\"" + message + "\"}";
  return "HTTP/1.1 " + status_line +
         "\r\nContent-Type: application/json\r\nx-amzn-ErrorType: InvalidRequestException\r\nx-amzn-RequestId: ID\r\n"
         "Content-Length: " +
         std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

}  // namespace

TEST_CASE("a refused request is answered in AWS's form and the connection closed", "[serve][wire]") {
  const std::string big(70'000, 'a');
  const std::vector<Refused> rows = {
      {"GET / HTTP/1.1\n", "400 Bad Request", "a line ends in a bare line feed; HTTP ends lines with CR LF"},
      {"GET /\r\n", "400 Bad Request", "the request line has no version; HTTP/0.9 is not supported"},
      {"GET / HTTP/1.1\r\n\r\n", "400 Bad Request", "the request has no Host header"},
      {"GET / HTTP/1.1\r\nHost: x\r\nContent-Length : 5\r\n\r\nabcde", "400 Bad Request",
       "a header's name has a blank before its colon"},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "400 Bad Request",
       "Transfer-Encoding may only be chunked, once"},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551616\r\n\r\n", "400 Bad Request",
       "Content-Length is not one decimal number of at most 64 bits"},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n", "413 Payload Too Large",
       "the body is larger than 1048576 bytes"},
      {"GET /" + big, "414 URI Too Long", "the request line is longer than 65536 bytes"},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n",
       "415 Unsupported Media Type", "Content-Encoding is not supported in requests"},
      {"POST / HTTP/1.1\r\nHost: x\r\nExpect: magic\r\nContent-Length: 5\r\n\r\n", "417 Expectation Failed",
       "the only supported expectation is 100-continue"},
      {"GET / HTTP/1.1\r\nA: " + big, "431 Request Header Fields Too Large", "the head is larger than 65536 bytes"},
      {"GET / HTTP/2.0\r\n", "505 HTTP Version Not Supported", "the version is neither HTTP/1.1 nor HTTP/1.0"},
  };
  TestServer server;
  std::size_t count = 0;
  for (const Refused& row : rows) {
    CAPTURE(row.message);
    RawClient client(server.port());
    // Requests after a rejected one on the same connection are not executed.
    client.send(row.request + kGet);
    CHECK(without_request_id(test::without_date(client.receive_to_end())) ==
          refusal_answer(row.status_line, row.message));
    const auto exchanges = server.log.wait_for(++count);
    REQUIRE(exchanges.size() == count);
    CHECK(exchanges.back().refusal == row.message);
    CHECK(exchanges.back().decision.error == "InvalidRequestException");
    CHECK(std::to_string(exchanges.back().status) == row.status_line.substr(0, 3));
    CHECK(exchanges.back().close_reason == CloseReason::kClosed);
    CHECK(exchanges.back().request.substr(0, row.request.size()) ==
          row.request.substr(0, exchanges.back().request.size()));
  }
}

TEST_CASE("a client that floods a refused connection still sees the answer", "[serve][wire]") {
  TestServer server;
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n");
  const std::string flood(100'000, 'f');
  std::size_t sent = 0;
  for (int i = 0; i < 50; ++i) {
    sent += client.try_send(flood);
  }
  CHECK(sent > 0);
  CHECK(client.receive_answer().starts_with("HTTP/1.1 413 "));
}

TEST_CASE("HEAD gets the head of the answer to GET and no body", "[serve][wire]") {
  TestServer server;
  RawClient client(server.port());
  client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string whole = plain_answer("/a");
  CHECK(client.receive_answer(true) == whole.substr(0, whole.find("\r\n\r\n") + 4));
  client.send(kGet);
  CHECK(client.receive_answer() == plain_answer("/a"));
}

TEST_CASE("an HTTP/1.0 client is answered and closed unless it asks to be kept", "[serve][wire]") {
  TestServer server;
  RawClient closed(server.port());
  closed.send("GET /a HTTP/1.0\r\n\r\n");
  CHECK(closed.receive_to_end() == plain_answer("/a", "Connection: close\r\n"));
  RawClient kept(server.port());
  for (int i = 0; i < 2; ++i) {
    kept.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(kept.receive_answer() == plain_answer("/a", "Connection: keep-alive\r\n"));
  }
}

TEST_CASE("Connection: close is honoured and told", "[serve][wire]") {
  TestServer server;
  RawClient client(server.port());
  client.send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(client.receive_to_end() == plain_answer("/a", "Connection: close\r\n"));
  CHECK(server.log.wait_for(1).front().close_reason == CloseReason::kClosed);
}

TEST_CASE("a half-closed client gets its answers", "[serve][wire]") {
  TestServer server;
  server.responder.rewrite = [](const model::Request& request, model::Script& script) {
    if (request.target == "/slow") {
      script.steps.insert(script.steps.begin(), model::Pause{std::chrono::milliseconds(50)});
    }
  };
  RawClient client(server.port());
  client.send(std::string("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n") + kGet);
  client.finish_sending();
  CHECK(client.receive_to_end() == plain_answer("/slow") + plain_answer("/a"));
  const auto exchanges = server.log.wait_for(2);
  CHECK(exchanges[0].answer == plain_answer("/slow"));
  CHECK(exchanges[1].answer == plain_answer("/a"));
  CHECK(exchanges[1].close_reason == CloseReason::kKept);
}

TEST_CASE("a client that half-closes inside its request is told so", "[serve][wire]") {
  TestServer server;
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");
  client.finish_sending();
  CHECK(without_request_id(test::without_date(client.receive_to_end())) ==
        refusal_answer("400 Bad Request", "the client stopped sending inside the request"));
}

TEST_CASE("exactly one 100 Continue is sent before the body", "[serve][wire]") {
  TestServer server;
  server.responder.reply = [](const model::Request& request) {
    return model::HttpReply{200, {}, std::string(request.body)};
  };
  const std::string interim = "HTTP/1.1 100 Continue\r\n\r\n";
  const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde";
  const std::string head = "PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
  RawClient client(server.port());
  client.send(head);
  CHECK(client.receive(interim.size()) == interim);
  client.send("abcde");
  CHECK(client.receive(answer.size()) == answer);
  client.send(head + "abcde" + head);
  CHECK(client.receive(2 * interim.size() + answer.size()) == interim + answer + interim);
  client.send("abcde");
  CHECK(client.receive(answer.size()) == answer);
  CHECK(client.receive_for(std::chrono::milliseconds(20)).empty());
  const auto exchanges = server.log.wait_for(3);
  CHECK(exchanges[0].answer == interim + answer);
  CHECK(exchanges[0].request == head + "abcde");
}

TEST_CASE("the body of a GET is its body and not the next request", "[serve][wire]") {
  TestServer server;
  const std::string inner = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
  RawClient client(server.port());
  client.send("GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(inner.size()) + "\r\n\r\n" + inner);
  CHECK(client.receive_answer() == plain_answer("/a"));
  CHECK(client.receive_for(std::chrono::milliseconds(20)).empty());
}

TEST_CASE("a script's ending is what happens to the connection", "[serve][wire]") {
  TestServer server;
  server.responder.rewrite = [](const model::Request& request, model::Script& script) {
    script.close_action = request.target == "/reset"   ? model::CloseAction::kReset
                          : request.target == "/half"  ? model::CloseAction::kHalfClose
                          : request.target == "/hang"  ? model::CloseAction::kHang
                          : request.target == "/close" ? model::CloseAction::kClose
                                                       : script.close_action;
    if (request.target == "/nothing") {
      script.steps.clear();
      script.close_action = model::CloseAction::kClose;
    }
  };
  const auto ask = [](RawClient& client, const std::string& target) {
    client.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
  };
  SECTION("reset") {
    RawClient client(server.port());
    ask(client, "/reset");
    CHECK(client.receive_to_reset() == plain_answer("/reset"));
    CHECK(server.log.wait_for(1).front().close_reason == CloseReason::kReset);
  }
  SECTION("close") {
    RawClient client(server.port());
    ask(client, "/close");
    CHECK(client.receive_to_end() == plain_answer("/close"));
    CHECK(server.log.wait_for(1).front().close_reason == CloseReason::kClosed);
  }
  SECTION("half-close") {
    RawClient client(server.port());
    ask(client, "/half");
    CHECK(client.receive_to_end() == plain_answer("/half"));
    CHECK(client.try_send("more, and nobody minds") > 0);
    CHECK(server.log.wait_for(1).front().close_reason == CloseReason::kClosed);
  }
  SECTION("nothing at all") {
    RawClient client(server.port());
    ask(client, "/nothing");
    CHECK(client.receive_to_end().empty());
    const model::Exchange exchange = server.log.wait_for(1).front();
    CHECK(exchange.status == 0);
    CHECK(exchange.answer.empty());
    CHECK(exchange.first_byte == base::Monotonic{});
  }
  SECTION("hang until the client gives up") {
    RawClient client(server.port());
    ask(client, "/hang");
    CHECK(client.receive_answer() == plain_answer("/hang"));
    CHECK(client.receive_for(std::chrono::milliseconds(30)).empty());
    const auto before = std::chrono::steady_clock::now();
    client.close();
    const model::Exchange exchange = server.log.wait_for(1).front();
    CHECK(exchange.close_reason == CloseReason::kClientGaveUp);
    CHECK(exchange.ended >= before);
  }
}

TEST_CASE("a half-closed connection outlasts the time that a closed one is given", "[serve][wire]") {
  serve::ServerOptions options;
  options.linger_timeout = std::chrono::milliseconds(40);
  TestServer server(options);
  server.responder.rewrite = [](const model::Request& request, model::Script& script) {
    script.close_action = request.target == "/half" ? model::CloseAction::kHalfClose : model::CloseAction::kClose;
  };
  RawClient half(server.port());
  half.send("GET /half HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(half.receive_to_end() == plain_answer("/half"));
  RawClient closed(server.port());
  closed.send("GET /closed HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(closed.receive_to_end() == plain_answer("/closed"));
  const auto guard = std::chrono::steady_clock::now() + test::kHangGuard;
  // The closed connection, which was opened later, ends when the server closes its socket and data sent to it is
  // refused. The half-closed connection and the listener remain.
  while (test::sockets_at(server.port()).size() > 2) {
    REQUIRE(std::chrono::steady_clock::now() < guard);
  }
  while (closed.try_send("x") > 0) {
    REQUIRE(std::chrono::steady_clock::now() < guard);
  }
  for (int i = 0; i < 3; ++i) {
    CHECK(half.try_send("still here") > 0);
  }
  CHECK(test::sockets_at(server.port()).size() == 2);
  server.server().stop(test::kHangGuard);
  server.server().wait();  // the half-closed connection does not delay the shutdown
}

TEST_CASE("an exception while answering is a plain 500 and its detail stays in the log", "[serve][wire]") {
  TestServer server;
  server.responder.reply = [](const model::Request& request) -> model::HttpReply {
    if (request.target == "/plan") {
      throw std::runtime_error("secret of the plan");
    }
    return {200, {}, "fine"};
  };
  server.responder.rewrite = [](const model::Request& request, model::Script& /*script*/) {
    if (request.target == "/faults") {
      throw std::runtime_error("secret of the faults");
    }
  };
  RawClient planning(server.port());
  planning.send("GET /plan HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string body = R"({"message":"internal error; the detail is in jobrig's log"})";
  const std::string head =
      "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nx-amzn-ErrorType: InternalFailure\r\n"
      "Content-Length: " +
      std::to_string(body.size()) + "\r\n";
  CHECK(test::without_date(planning.receive_answer()) == head + "\r\n" + body);
  planning.send("GET /fine HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(planning.receive_answer() == "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine");
  RawClient faults(server.port());
  faults.send("GET /faults HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(test::without_date(faults.receive_to_end()) == head + "Connection: close\r\n\r\n" + body);
  CHECK(server.logged() ==
        "cannot build the response: secret of the plan\ncannot build the response: secret of the faults\n");
}
