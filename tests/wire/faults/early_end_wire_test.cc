// Faults that apply before the request is complete: when the connection is accepted and when the head has arrived.
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/process.h"
#include "support/raw_client.h"
#include "support/scenario_server.h"
#include "support/tls_client.h"

using namespace jobrig;
using model::CloseReason;
using test::Over;
using test::RawClient;
using test::ScenarioServer;

namespace {

const std::string kThings = "summary: early ends\nthings: {t: {j: {status: QUEUED}}}\n";
const std::string kUpdateHead = "POST /things/t/jobs/j HTTP/1.1\r\nHost: x\r\nContent-Length: 24\r\n\r\n";
const std::string kUpdateBody = R"({"status":"IN_PROGRESS"})";
const std::string kDescribe = "GET /things/t/jobs/j HTTP/1.1\r\nHost: x\r\n\r\n";

std::string rules_of(const std::string& fault) { return kThings + "rules: [{faults: [" + fault + "]}]"; }

/// The exit code of curl for a GET.
int curl_of(const std::string& fault, Over over) {
  ScenarioServer server(rules_of(fault), over);
  return test::run({"/usr/bin/curl", "--silent", "--output", "/dev/null", "--insecure", "--noproxy", "*", "--max-time",
                    "60", server.endpoint() + "/things/t/jobs/j"})
      .exit_code;
}

}  // namespace

TEST_CASE("a connection is closed or reset when it is accepted without reading a byte", "[wire][faults][tls]") {
  for (const Over over : {Over::kTcp, Over::kTls}) {  // over TLS: before the first byte of the handshake
    ScenarioServer cut(kThings + "rules: [{name: shut, faults: [{cut: accept}]}]", over);
    RawClient client(cut.port());
    CHECK(client.receive_to_end().empty());
    const auto exchange = cut.log.wait_for(1)[0];
    CHECK(exchange.close_reason == CloseReason::kClosed);
    CHECK(exchange.request.empty());
    CHECK(exchange.decision.rule == "shut");
    CHECK(exchange.decision.faults == std::vector<std::string>{"cut"});

    ScenarioServer reset(rules_of("{reset: {at: accept}}"), over);
    RawClient other(reset.port());
    CHECK(other.receive_to_reset().empty());
    CHECK(reset.log.wait_for(1)[0].close_reason == CloseReason::kReset);
  }
}

TEST_CASE("a request is cut at its head before its body is there", "[wire][faults]") {
  ScenarioServer server(kThings +
                        "rules: [{when: {operation: UpdateJobExecution}, faults: [{reset: {at: request-head}}]}]");
  RawClient client(server.port());
  client.send(kUpdateHead);
  CHECK(client.receive_to_reset().empty());
  const auto exchange = server.log.wait_for(1)[0];
  CHECK(exchange.close_reason == CloseReason::kReset);
  CHECK(exchange.request == kUpdateHead);
  CHECK(exchange.answer.empty());
  CHECK(exchange.decision.operation == "UpdateJobExecution");
  CHECK(exchange.decision.key == model::Key{"t", "j"});
  CHECK(exchange.decision.faults == std::vector<std::string>{"reset"});

  RawClient good(server.port());
  good.send(kDescribe);
  CHECK(good.receive_answer().starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST_CASE("a request without a body is cut at its head too and counts as one of the rule's answers", "[wire][faults]") {
  ScenarioServer server(
      kThings + "rules: [{answers: [{documented: true, times: 2, faults: [{cut: request-head}]}, documented]}]");
  for (int call = 0; call < 2; ++call) {
    RawClient client(server.port());
    client.send(kDescribe);
    CHECK(client.receive_to_end().empty());
  }
  RawClient client(server.port());
  client.send(kDescribe);
  CHECK(client.receive_answer().starts_with("HTTP/1.1 200 OK\r\n"));
  const auto exchanges = server.log.wait_for(3);
  CHECK(exchanges[0].decision.ordinal == 0);
  CHECK(exchanges[1].decision.ordinal == 1);
  CHECK(exchanges[2].decision.ordinal == 2);
  CHECK(exchanges[1].decision.step == 1);
}

TEST_CASE("Expect: 100-continue is not answered when the request is cut at its head", "[wire][faults]") {
  ScenarioServer server(kThings + "rules: [{faults: [{cut: request-head}]}]");
  RawClient client(server.port());
  client.send("POST /things/t/jobs/j HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 24\r\n\r\n");
  CHECK(client.receive_to_end().empty());
}

TEST_CASE("pipelined requests before the cut one are answered", "[wire][faults]") {
  ScenarioServer server(kThings + "rules: [{when: {operation: UpdateJobExecution}, faults: [{cut: request-head}]}]");
  RawClient client(server.port());
  client.send(kDescribe + kUpdateHead + kUpdateBody + kDescribe);
  CHECK(client.receive_answer().starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(client.receive_to_end().empty());
  CHECK(server.log.wait_for(2).size() == 2);
}

TEST_CASE("a request over TLS is cut or reset at its head before its body is there", "[wire][faults][tls]") {
  ScenarioServer reset(rules_of("{reset: request-head}"), Over::kTls);
  test::TlsClient client(reset.port());
  client.send(kUpdateHead);
  CHECK(client.receive_to_reset().empty());
  const auto exchange = reset.log.wait_for(1)[0];
  CHECK(exchange.close_reason == CloseReason::kReset);
  CHECK(exchange.request == kUpdateHead);
  CHECK(exchange.answer.empty());

  ScenarioServer cut(rules_of("{cut: request-head}"), Over::kTls);
  test::TlsClient other(cut.port());
  other.send(kUpdateHead);
  CHECK(other.receive_to_end().empty());
  CHECK(other.end_was_announced());
  CHECK(cut.log.wait_for(1)[0].close_reason == CloseReason::kClosed);
}

TEST_CASE("curl gives each early end its exit code", "[wire][faults][tls]") {
  // 52: empty reply, 56: receive error, 35: handshake error. For a connection that is reset at once, a race in the
  // kernel decides whether curl reports a failure to connect (7), to send (55), to receive (56) or in the handshake
  // (35).
  CHECK(curl_of("{cut: accept}", Over::kTcp) == 52);
  CHECK(curl_of("{cut: accept}", Over::kTls) == 35);
  const int reset = curl_of("{reset: accept}", Over::kTcp);
  CHECK((reset == 7 || reset == 55 || reset == 56));
  const int reset_over_tls = curl_of("{reset: accept}", Over::kTls);
  CHECK((reset_over_tls == 7 || reset_over_tls == 35));
  for (const Over over : {Over::kTcp, Over::kTls}) {
    CHECK(curl_of("{cut: request-head}", over) == 52);
    CHECK(curl_of("{reset: request-head}", over) == 56);
  }
}
