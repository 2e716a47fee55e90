// The chaos scenarios with wrong responses over working connections. Each is served over the wire and behaves as its
// comments promise. The seed comes from the scenario, which makes the counts reproducible.
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "support/catch.h"
#include "support/fleet.h"
#include "support/raw_client.h"
#include "support/scenario_server.h"

using namespace jobrig;
using namespace std::chrono_literals;
using nlohmann::json;
using test::call;
using test::call_fleet;
using test::Called;
using test::ScenarioServer;
using test::shipped;

namespace {

std::string firmware_of(const std::string& thing) { return "/things/" + thing + "/jobs/firmware-7"; }

json execution_of(ScenarioServer& server, const std::string& target) {
  const Called called = call(server.port(), target);
  CHECK(called.status() == 200);
  return json::parse(called.body()).at("execution");
}

/// The fault that was applied. Empty: none.
std::string fault_of(const model::Exchange& exchange) {
  return exchange.decision.faults.empty() ? "" : exchange.decision.faults.front();
}

std::string body_of(const model::Exchange& exchange) { return Called{exchange.answer}.body(); }

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string status_after_update(ScenarioServer& server, int expected_version) {
  test::RawClient client(server.port());
  const std::string body = R"({"status":"IN_PROGRESS","statusDetails":{"step":"install"},"expectedVersion":)" +
                           std::to_string(expected_version) + "}";
  client.send("POST " + firmware_of("thermostat-1") + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" +
              "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  try {
    return std::to_string(Called{client.receive_to_end()}.status());
  } catch (const std::runtime_error&) {
    return "reset";
  }
}

}  // namespace

TEST_CASE("chaos/poisoned-answers says 200 and something wrong in seven of ten", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/poisoned-answers"));
  CHECK(count_status(call_fleet(server.port(), 400), 200) == 400);
  std::map<std::string, int> counts;
  for (const model::Exchange& exchange : server.log.wait_for(400)) {
    const std::string fault = fault_of(exchange);
    const std::string body = body_of(exchange);
    CAPTURE(fault, body);
    ++counts[fault];
    CHECK(has(body, R"("status":"QUEUED")") == (fault.empty() || fault == "wrong-type" || fault == "huge-number" ||
                                                (fault == "cut-json" && has(body, "QUEUED"))));
    CHECK(json::accept(body) == (fault != "cut-json" && fault != "html-body"));
    CHECK(has(body, R"("versionNumber":"1")") == (fault == "wrong-type"));
    CHECK(has(body, R"("status":"INSTALLING")") == (fault == "unknown-status"));
    CHECK(has(body, R"("executionNumber":9223372036854775808)") == (fault == "huge-number"));
    CHECK(has(body, R"("__type":"ThrottlingException")") == (fault == "error-on-200"));
    CHECK(has(body, "<html>") == (fault == "html-body"));
  }
  CHECK(counts.size() == 8);
  for (const auto& [fault, count] : counts) {
    CAPTURE(fault, count);
    CHECK(count > (fault.empty() ? 90 : 20));
    CHECK(count < (fault.empty() ? 150 : 60));
  }
}

TEST_CASE("chaos/bad-proxy answers in the service's place", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/bad-proxy"));
  const auto got = [&](int number) { return call(server.port(), firmware_of("thermostat-" + std::to_string(number))); };
  CHECK(got(1).status() == 200);
  CHECK(got(1).body().starts_with("<!DOCTYPE html>"));
  CHECK(got(2).status() == 302);
  CHECK(got(2).header("Location") == "/login");
  CHECK(got(3).status() == 502);
  CHECK(got(3).header("Content-Type") == "text/html; charset=utf-8");
  CHECK(got(4).header("Content-Encoding") == "gzip");
  CHECK(got(4).body().starts_with("\x1F\x8B"));
  CHECK(got(5).header("Transfer-Encoding") == "chunked");
  CHECK(got(5).header("Content-Type") == "none");
  CHECK(got(5).body().starts_with("40\r\n"));
  CHECK(got(6).bytes.starts_with("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n"));
  CHECK(got(7).bytes.ends_with("\r\n\r\n{}"));
  CHECK(has(got(7).body(), "}HTTP/1.1 200 OK\r\n"));
}

TEST_CASE("chaos/broken-http breaks six answers of ten in six ways", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/broken-http"));
  call_fleet(server.port(), 300);
  std::map<std::string, int> counts;
  for (const model::Exchange& exchange : server.log.wait_for(300)) {
    const bool in_head = !has(exchange.answer, "\r\n\r\n");
    const std::string fault = fault_of(exchange) + (fault_of(exchange) == "cut" && in_head ? " in the head" : "");
    CAPTURE(fault, exchange.answer);
    ++counts[fault];
    CHECK(exchange.close_reason == model::CloseReason::kClosed);
    CHECK(exchange.answer.starts_with("HTTP/1.1 200 OK\r\n") == (fault != "garbage"));
    CHECK(has(exchange.answer, "\r\n\r\nnot-a-size\r\n{") == (fault == "bad-chunk"));
    CHECK(exchange.answer.ends_with("}}\r\n") == (fault == "no-last-chunk"));
    const std::string length = Called{exchange.answer}.header("Content-Length");
    if (fault.empty()) {
      CHECK(length == std::to_string(body_of(exchange).size()));
    } else if (fault == "content-length-too-big") {
      CHECK(length == std::to_string(body_of(exchange).size() + 10));
    } else if (fault == "cut") {
      CHECK(std::stoul(length) / 2 == body_of(exchange).size());
    }
  }
  CHECK(counts.size() == 7);
  for (const auto& [fault, count] : counts) {
    CAPTURE(fault, count);
    CHECK(count > (fault.empty() ? 90 : 15));
    CHECK(count < (fault.empty() ? 150 : 50));
  }
}

TEST_CASE("chaos/clock-skew tells times of another year in other units and orders", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/clock-skew"));
  const auto times_of = [&](int number) {
    return call(server.port(), firmware_of("thermostat-" + std::to_string(number))).body();
  };
  CHECK(has(times_of(1), R"("queuedAt":1553993670,)"));
  CHECK(has(times_of(2), R"("startedAt":1554001170,)"));
  CHECK(has(times_of(3), R"("queuedAt":1553993970,)"));
  CHECK(has(times_of(3), R"("startedAt":1553990370,)"));
  CHECK(has(times_of(3), R"("lastUpdatedAt":1553986770,)"));
  CHECK(has(times_of(4), R"("queuedAt":1553993670000,)"));
  CHECK(has(times_of(5), R"("queuedAt":"2019-03-31T00:54:30Z",)"));
  CHECK(has(times_of(6), R"("queuedAt":1553993670.000,)"));
}

TEST_CASE("chaos/stuck-jobs has jobs that stand still and one that times out after seven days", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/stuck-jobs"));
  const auto status_of = [&](const std::string& thing) {
    return execution_of(server, firmware_of(thing)).at("status");
  };
  const auto ended = [&](const std::string& thing, const std::string& status) {
    const auto called = call(server.port(), firmware_of(thing));
    return called.status() == 410 && has(called.body(), "the terminal state " + status);
  };
  const json before = execution_of(server, firmware_of("thermostat-1"));
  CHECK(before.at("status") == "IN_PROGRESS");
  CHECK(execution_of(server, "/things/thermostat-4/jobs/$next").at("jobId") == "stuck-1");
  server.set_time(2h);
  CHECK(ended("thermostat-5", "CANCELED"));
  server.set_time(3h);
  CHECK(execution_of(server, firmware_of("thermostat-3")).at("statusDetails").at("progress") == "90%");
  server.set_time(7 * 24h - 1s);
  CHECK(status_of("thermostat-2") == "IN_PROGRESS");
  server.set_time(7 * 24h + 1s);
  CHECK(ended("thermostat-2", "TIMED_OUT"));
  server.set_time(30 * 24h);
  CHECK(execution_of(server, firmware_of("thermostat-1")) == before);
  CHECK(execution_of(server, firmware_of("thermostat-3")).at("statusDetails").at("progress") == "90%");
  CHECK(execution_of(server, "/things/thermostat-4/jobs/$next").at("jobId") == "stuck-1");
}

TEST_CASE("chaos/lost-answers carries updates out and loses what it says of them", "[wire][chaos]") {
  ScenarioServer server(shipped("chaos/lost-answers"));
  const auto version = [&] { return execution_of(server, firmware_of("thermostat-1")).at("versionNumber"); };
  CHECK(version() == 1);
  CHECK(status_after_update(server, 1) == "reset");
  CHECK(version() == 2);
  CHECK(execution_of(server, firmware_of("thermostat-1")).at("statusDetails").at("step") == "install");
  CHECK(status_after_update(server, 2) == "503");
  CHECK(version() == 3);
  CHECK(status_after_update(server, 2) == "409");
  CHECK(version() == 3);
  CHECK(status_after_update(server, 3) == "200");
}
