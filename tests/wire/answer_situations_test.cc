// Situations from the field that concern responses, each with the built-in scenario that plays it, on the wire.
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/faulting.h"
#include "support/hang_guard.h"
#include "support/raw_client.h"
#include "support/response_date.h"
#include "support/scenario_server.h"
#include "support/served.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::RawClient;
using test::ScenarioServer;

namespace {

/// A built-in scenario at a fixed time.
model::Scenario at_noon(const std::string& name) {
  model::Scenario scenario = test::shipped(name);
  scenario.clock.start = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1) + 12h;
  return scenario;
}

std::string situation_answer(const ScenarioServer& server, const std::string& thing,
                             const std::string& method = "GET") {
  RawClient client(server.port());
  client.send(test::http_request(method, "/things/" + thing + "/jobs/firmware-7"));
  return client.receive_answer();
}

/// The values of all lines with this name, in order.
std::vector<std::string> header_values(const std::string& answer, const std::string& name) {
  std::vector<std::string> values;
  const std::string head = answer.substr(0, answer.find("\r\n\r\n") + 2);
  const std::string begin = "\r\n" + name + ": ";
  for (std::size_t at = head.find(begin); at != std::string::npos; at = head.find(begin, at + 2)) {
    const std::size_t from = at + begin.size();
    values.push_back(head.substr(from, head.find("\r\n", from) - from));
  }
  return values;
}

int status_in(const std::string& answer) { return std::stoi(answer.substr(9, 3)); }

using Values = std::vector<std::string>;

}  // namespace

TEST_CASE("situation 13: errors have an odd Date or none", "[wire][situation]") {
  ScenarioServer server(at_noon("demos/odd-dates"));
  const std::string none = situation_answer(server, "thermostat-1");
  CHECK(status_in(none) == 503);
  CHECK(header_values(none, "Date").empty());
  CHECK(header_values(situation_answer(server, "thermostat-2"), "Date") == Values{"yesterday at noon"});
  CHECK(header_values(situation_answer(server, "thermostat-3"), "Date") == Values{"Thu, 01 Jan 1970 00:00:00 GMT"});
  for (const std::string thing : {"thermostat-1", "thermostat-2", "thermostat-3"}) {
    const std::string next = situation_answer(server, thing);
    CHECK(status_in(next) == 200);
    CHECK(header_values(next, "Date") == Values{"Sun, 01 Mar 2026 12:00:00 GMT"});
  }
  CHECK(header_values(situation_answer(server, "thermostat-4"), "Date") == Values{"Sat, 28 Feb 2026 12:00:00 GMT"});
}

TEST_CASE("situation 14: a browser gets CORS headers and an answer to OPTIONS", "[wire][situation]") {
  ScenarioServer server(at_noon("demos/browser"));
  const std::string preflight = situation_answer(server, "thermostat-1", "OPTIONS");
  CHECK(status_in(preflight) == 204);
  CHECK(header_values(preflight, "Access-Control-Allow-Origin") == Values{"*"});
  CHECK(header_values(preflight, "Access-Control-Allow-Headers") ==
        Values{"authorization", "content-type", "x-amz-date"});
  const std::string answer = situation_answer(server, "thermostat-1");
  CHECK(status_in(answer) == 200);
  CHECK(header_values(answer, "Access-Control-Allow-Origin") == Values{"*"});
  CHECK(header_values(answer, "Vary") == Values{"Origin"});
  CHECK(header_values(answer, "Content-Type") == Values{"application/json"});
}

TEST_CASE("situation 15: Retry-After is a date relative to now in each of the three forms", "[wire][situation]") {
  ScenarioServer server(at_noon("demos/retry-dates"));
  server.set_time(10s);
  const auto hint = [&](const std::string& thing) {
    return header_values(situation_answer(server, thing), "Retry-After");
  };
  CHECK(hint("thermostat-1") == Values{"Sun, 01 Mar 2026 12:00:15 GMT"});
  CHECK(hint("thermostat-2") == Values{"Sunday, 01-Mar-26 12:00:15 GMT"});
  CHECK(hint("thermostat-3") == Values{"Sun Mar  1 12:00:15 2026"});
  CHECK(hint("thermostat-4") == Values{"Sun, 01 Mar 2026 11:55:10 GMT"});
}

TEST_CASE("situation 16: Retry-After has values that no client can use", "[wire][situation]") {
  ScenarioServer server(at_noon("demos/odd-retry-after"));
  for (const std::string value : {"-1", "1.5", "", "99999999999999999999"}) {
    CHECK(header_values(situation_answer(server, "thermostat-1"), "Retry-After") == Values{value});
  }
  CHECK(status_in(situation_answer(server, "thermostat-1")) == 200);
  CHECK(header_values(situation_answer(server, "thermostat-2"), "Retry-After") ==
        Values{"Fri, 31 Dec 99999 23:59:59 GMT"});
}

TEST_CASE("situation 17: a header is there twice with different and with equal values", "[wire][situation]") {
  ScenarioServer server(at_noon("demos/odd-retry-after"));
  CHECK(header_values(situation_answer(server, "thermostat-3"), "Retry-After") == Values{"1", "120"});
  CHECK(header_values(situation_answer(server, "thermostat-3"), "Retry-After") == Values{"1", "1"});
  CHECK(status_in(situation_answer(server, "thermostat-3")) == 200);
}

TEST_CASE("situation 18: responses cycle and every third request fails", "[wire][situation]") {
  ScenarioServer server(at_noon("demos/cycle"));
  std::vector<int> one;
  std::vector<int> all;
  for (int i = 0; i < 7; ++i) {
    one.push_back(status_in(situation_answer(server, "thermostat-1")));
    all.push_back(status_in(situation_answer(server, "sensor-" + std::to_string(i + 1))));
  }
  CHECK(one == std::vector<int>{503, 200, 200, 503, 200, 200, 503});
  CHECK(all == std::vector<int>{200, 200, 429, 200, 200, 429, 200});
}

TEST_CASE("situation 26: the third request in flight gets 429 and the next one is served", "[wire][situation]") {
  model::Scenario scenario = at_noon("demos/capacity");
  // Responses that never end, instead of slow ones: the order of events does not depend on time.
  scenario.rules.front().faults = test::faults_of("[{stall: {after: 20B, for: ever}}]");
  ScenarioServer server(std::move(scenario));
  const std::string request = test::http_request("GET", "/things/thermostat-1/jobs/firmware-7");
  RawClient first(server.port());
  RawClient second(server.port());
  for (RawClient* client : {&first, &second}) {
    client->send(request);
    CHECK(client->receive(20).starts_with("HTTP/1.1 200 OK\r\n"));
  }
  const std::string rejected = situation_answer(server, "thermostat-2");
  CHECK(status_in(rejected) == 429);
  CHECK(header_values(rejected, "x-amzn-ErrorType") == Values{"ThrottlingException"});
  CHECK(header_values(rejected, "Retry-After").empty());
  first.close();
  // Its place is free soon after the server has noticed.
  const auto guard = std::chrono::steady_clock::now() + test::kHangGuard;
  int status = 429;
  while (status == 429 && std::chrono::steady_clock::now() < guard) {
    RawClient next(server.port());
    next.send(request);
    status = status_in(next.receive(20));
  }
  CHECK(status == 200);
}

TEST_CASE("situation 27: some failed starts have started the job and some have not", "[wire][situation]") {
  ScenarioServer server(at_noon("demos/before-or-after"));
  int before = 0;
  int after = 0;
  for (int number = 1; number <= 100; ++number) {
    const std::string thing = "thermostat-" + std::to_string(number);
    RawClient client(server.port());
    client.send(test::http_request("PUT", "/things/" + thing + "/jobs/$next", "{}"));
    const bool failed = status_in(client.receive_answer()) == 503;
    const bool started = situation_answer(server, thing).find("IN_PROGRESS") != std::string::npos;
    CHECK((failed || started));
    before += failed && !started ? 1 : 0;
    after += failed && started ? 1 : 0;
  }
  CHECK((before > 15 && before < 45));
  CHECK((after > 15 && after < 45));
}

TEST_CASE("situation 29: bodies come from a file and from bytes that are not UTF-8", "[wire][situation]") {
  ScenarioServer server(at_noon("demos/bytes"));
  const std::string page = situation_answer(server, "thermostat-1");
  CHECK(status_in(page) == 502);
  CHECK(page.ends_with("\r\n\r\n<h1>Der Dienst ist f\xFCr kurze Zeit gest\xF6rt</h1>\n"));
  CHECK(header_values(page, "Content-Length") == Values{"47"});
  CHECK(situation_answer(server, "thermostat-2").ends_with("\r\n\r\n\xFF\xFE\xFD"));
}
