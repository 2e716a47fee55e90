#include "report/exchange_line.h"

#include <chrono>
#include <string>

#include "support/catch.h"

namespace {

using jobrig::model::CloseReason;
using jobrig::model::Exchange;
using jobrig::report::exchange_line;

Exchange describe_exchange() {
  Exchange exchange;
  exchange.request = "GET /things/t/jobs/j?x=1 HTTP/1.1\r\nHost: h\r\n\r\n";
  exchange.status = 200;
  exchange.request_whole += std::chrono::seconds(5);
  exchange.first_byte = exchange.request_whole + std::chrono::microseconds(1250);
  exchange.ended = exchange.request_whole + std::chrono::milliseconds(30);
  return exchange;
}

}  // namespace

TEST_CASE("an exchange line of a documented answer is short", "[report]") {
  CHECK(exchange_line(describe_exchange()) == "GET /things/t/jobs/j?x=1  200  after 1.2ms");
}

TEST_CASE("an exchange line names rule and answer and error and faults", "[report]") {
  Exchange exchange = describe_exchange();
  exchange.status = 503;
  exchange.decision.error = "ServiceUnavailableException";
  exchange.decision.rule = "outage";
  exchange.decision.step = 2;
  exchange.decision.faults = {"delay"};
  CHECK(exchange_line(exchange) ==
        "GET /things/t/jobs/j?x=1  503 ServiceUnavailableException  rule \"outage\" answer 2  delay  after 1.2ms");
}

TEST_CASE("an exchange line says when the client gave up", "[report]") {
  Exchange exchange = describe_exchange();
  exchange.status = 0;
  exchange.first_byte = {};
  exchange.close_reason = CloseReason::kClientGaveUp;
  CHECK(exchange_line(exchange) == "GET /things/t/jobs/j?x=1  no answer  the client gave up after 30.0ms");
}

TEST_CASE("an exchange line escapes what a terminal would obey and cuts what is long", "[report]") {
  Exchange exchange;
  exchange.request = "GET /\x1b[2J" + std::string(300, 'a') + " HTTP/1.1\r\n";
  exchange.refusal = "a control\nbyte";
  exchange.status = 400;
  CHECK(exchange_line(exchange) == "GET /\\x1b[2J" + std::string(191, 'a') + "…  400  refused: a control\\x0abyte");
}

TEST_CASE("an exchange line says what differs in a signature and leaves the canonical request out", "[report]") {
  Exchange exchange = describe_exchange();
  exchange.status = 403;
  exchange.decision.error = "InvalidSignatureException";
  exchange.decision.authentication = "another secret\ncanonical request:\nGET";
  CHECK(exchange_line(exchange) ==
        "GET /things/t/jobs/j?x=1  403 InvalidSignatureException: another secret  after 1.2ms");
}

TEST_CASE("an exchange line of a handshake that failed has no request", "[report]") {
  Exchange exchange;
  exchange.handshake = "tlsv1 alert unknown ca";
  exchange.close_reason = CloseReason::kClosed;
  CHECK(exchange_line(exchange) == "TLS handshake  no response  tlsv1 alert unknown ca");
  exchange.close_reason = CloseReason::kClientGaveUp;
  CHECK(exchange_line(exchange) == "TLS handshake  no response  tlsv1 alert unknown ca  the client gave up");
}
