// The header Date of each kind of response, on the wire.
#include <chrono>
#include <string>

#include "support/catch.h"
#include "support/raw_client.h"
#include "support/response_date.h"
#include "support/scenario_server.h"
#include "support/served.h"
#include "support/test_server.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::RawClient;
using test::ScenarioServer;

namespace {

std::string dated_answer(const ScenarioServer& server, const std::string& target, const std::string& method = "GET") {
  RawClient client(server.port());
  client.send(test::http_request(method, target));
  return client.receive_answer(method == "HEAD");
}

bool has_line(const std::string& response, const std::string& line) {
  return response.find("\r\n" + line + "\r\n") != std::string::npos;
}

}  // namespace

TEST_CASE("every response has the date of the service", "[wire][date]") {
  ScenarioServer server(
      "clock: {start: 1994-11-06T08:49:37Z}\nthings: {t: {j: {}}, throttled: {j: {}}}\nrules:\n"
      "  - {when: {thing: throttled}, throttle: {rate: 1/h}, answers: [documented]}\n"
      "  - {when: {thing: u}, answers: [{error: 503}]}\n"
      "  - {when: {thing: v}, answers: [{off-contract: true, reply: {status: 502, body: down}}]}\n"
      "  - {when: {thing: w}, answers: [{off-contract: true, reply: {headers: {Date: now}}}]}\n"
      "  - {when: {thing: x}, answers: [{off-contract: true, reply: {headers: {date: none}}}]}\n");
  const std::string date = "Date: Sun, 06 Nov 1994 08:49:37 GMT";
  for (const std::string target : {"/things/t/jobs/j", "/things/t/jobs/missing", "/nothing", "/things/throttled/jobs/j",
                                   "/things/throttled/jobs/j", "/things/u/jobs/j", "/things/v/jobs/j"}) {
    CAPTURE(target);
    const std::string answer = dated_answer(server, target);
    CHECK(has_line(answer, date));
    CHECK_NOTHROW(test::response_date(answer));
  }
  CHECK(has_line(dated_answer(server, "/things/t/jobs/j", "HEAD"), date));
  CHECK(dated_answer(server, "/things/w/jobs/j").find("\r\nDate: now\r\n") != std::string::npos);
  CHECK(dated_answer(server, "/things/x/jobs/j").find("ate: ") == std::string::npos);
  RawClient refused(server.port());
  refused.send("GET /things/t/jobs/j HTTP/1.1\r\n\r\n");  // no Host
  CHECK(has_line(refused.receive_to_end(), date));
  server.set_time(1h + 2s);
  CHECK(has_line(dated_answer(server, "/things/t/jobs/j"), "Date: Sun, 06 Nov 1994 09:49:39 GMT"));
}

TEST_CASE("an interim response has no date and the final one has", "[wire][date]") {
  ScenarioServer server("clock: {start: 1994-11-06T08:49:37Z}\nthings: {t: {j: {}}}\n");
  RawClient client(server.port());
  client.send(
      "PUT /things/t/jobs/$next HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
      "Expect: 100-continue\r\n\r\n");
  const std::string interim = "HTTP/1.1 100 Continue\r\n\r\n";
  CHECK(client.receive(interim.size()) == interim);
  client.send("{}");
  CHECK(has_line(client.receive_answer(), "Date: Sun, 06 Nov 1994 08:49:37 GMT"));
}

TEST_CASE("two runs with a seed and a frozen clock have the same bytes", "[wire][date]") {
  const std::string scenario = "seed: 5\nclock: {start: 2026-01-01, rate: 0}\nthings: {t: {j: {}}}\n";
  const std::string first = dated_answer(ScenarioServer(scenario), "/things/t/jobs/j");
  CHECK(first == dated_answer(ScenarioServer(scenario), "/things/t/jobs/j"));
  CHECK(has_line(first, "Date: Thu, 01 Jan 2026 00:00:00 GMT"));
}

TEST_CASE("situation 12: the clock of the service is off by the skew in Date and stamps", "[wire][situation]") {
  for (const auto& [skew, hours] : {std::pair{"2h", 2h}, {"-2h", -2h}}) {
    CAPTURE(skew);
    const auto before = std::chrono::system_clock::now();
    ScenarioServer server("clock: {skew: " + std::string(skew) + "}\nthings: {t: {j: {}}}\n");
    const auto after = std::chrono::system_clock::now();
    const std::string answer = dated_answer(server, "/things/t/jobs/j");
    const auto date = test::response_date(answer);
    CHECK(date >= std::chrono::floor<std::chrono::seconds>(before + hours));
    CHECK(date <= after + hours);
    const std::size_t queued = answer.find("\"queuedAt\":");
    REQUIRE(queued != std::string::npos);
    CHECK(std::stoll(answer.substr(queued + 11)) == date.time_since_epoch() / 1s);
  }
}
