// The rig as a C++ test uses it: what it serves, the exchanges and waits, the clock, resets, and its mistakes.
#include "jobrig/rig.h"

#include <atomic>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include "support/catch.h"
#include "support/hang_guard.h"
#include "support/served.h"
#include "support/temporary_folder.h"
#include "support/tls_client.h"

using namespace jobrig;
using namespace std::chrono_literals;

namespace {

constexpr const char* kThrottled = R"(things:
  lamp: {update: {}, later: {queued: +7d}}
  door: {update: {}}
rules:
  - name: busy
    when: {thing: lamp, operation: DescribeJobExecution}
    answers: [{error: ThrottlingException, retry-after: 1s}, documented]
)";

int status_of(const Rig& rig, const std::string& target) { return test::ask(rig.port(), "GET", target).status; }

/// What the function throws.
template <typename Exception, typename Function>
std::string complaint(Function function) {
  try {
    function();
  } catch (const Exception& exception) {
    return exception.what();
  }
  return "nothing was thrown";
}

}  // namespace

TEST_CASE("a rig serves the scenario and records the exchanges", "[wire][rig]") {
  const Rig rig{kThrottled};
  CHECK(rig.endpoint() == "http://127.0.0.1:" + std::to_string(rig.port()));
  CHECK(rig.authority().empty());
  CHECK(status_of(rig, "/things/lamp/jobs/update") == 429);
  CHECK(status_of(rig, "/things/lamp/jobs/update") == 200);
  const auto exchanges = rig.wait(2, test::kHangGuard);
  REQUIRE(exchanges.size() == 2);
  const Exchange& first = exchanges[0];
  CHECK(first.position == 1);
  CHECK(first.operation == "DescribeJobExecution");
  CHECK(first.thing == "lamp");
  CHECK(first.job == "update");
  CHECK(first.rule == "busy");
  CHECK(first.answer == 1);
  CHECK(first.error == "ThrottlingException");
  CHECK(first.status == 429);
  CHECK(first.request.starts_with("GET /things/lamp/jobs/update HTTP/1.1\r\n"));
  CHECK(first.response.starts_with("HTTP/1.1 429 Too Many Requests\r\n"));
  CHECK(first.close_reason == "kept");
  CHECK(first.received <= first.ended);
  CHECK(exchanges[1].connection == 2);
  CHECK(exchanges[1].status == 200);
  std::ostringstream shown;
  shown << first;
  CHECK(shown.str().starts_with("GET /things/lamp/jobs/update  429 ThrottlingException  rule \"busy\" answer 1"));
  CHECK(rig.failures() == 0);
}

TEST_CASE("filters select exchanges, and globs match", "[wire][rig]") {
  const Rig rig{kThrottled};
  status_of(rig, "/things/lamp/jobs/update");
  status_of(rig, "/things/door/jobs/update");
  status_of(rig, "/things/door/jobs");
  rig.wait(3, test::kHangGuard);
  ExchangeFilter filter;
  filter.thing = "d*";
  CHECK(rig.count(filter) == 2);
  filter.operation = "Describe*";
  CHECK(rig.count(filter) == 1);
  ExchangeFilter refused;
  refused.status = 429;
  CHECK(rig.exchanges(refused).front().thing == "lamp");
  ExchangeFilter no_rule;
  no_rule.rule = "";
  CHECK(rig.count(no_rule) == 2);
  ExchangeFilter later;
  later.after = 1;
  CHECK(rig.exchanges(later).size() == 2);
}

TEST_CASE("a wait begins before the exchanges and ends with the last of them", "[wire][rig]") {
  const Rig rig{kThrottled};
  std::vector<Exchange> found;
  std::thread waiting([&] {
    ExchangeFilter filter;
    filter.thing = "door";
    found = rig.wait(2, test::kHangGuard, filter);
  });
  for (const char* const thing : {"door", "lamp", "door"}) {
    status_of(rig, std::string("/things/") + thing + "/jobs/update");
  }
  waiting.join();
  CHECK(found.size() == 2);
}

TEST_CASE("a wait that times out says what took place instead", "[wire][rig]") {
  const Rig rig{kThrottled};
  ExchangeFilter filter;
  filter.rule = "busy";
  filter.status = 503;
  CHECK(complaint<WaitTimeout>([&] { rig.wait(1, 1ms, filter); }) ==
        "waited 1ms for 1 exchange (rule \"busy\", status 503) and got 0; the journal is empty");
  status_of(rig, "/things/lamp/jobs/update");
  rig.wait(1, test::kHangGuard);
  CHECK_THAT(complaint<WaitTimeout>([&] { rig.wait(2, 1ms); }),
             Catch::StartsWith("waited 1ms for 2 exchanges and got 1; all exchanges:\n  GET /things/lamp/jobs/update  "
                               "429 ThrottlingException"));
}

TEST_CASE("a filter that can never match is refused with the nearest word", "[wire][rig]") {
  const Rig rig{kThrottled};
  ExchangeFilter operation;
  operation.operation = "DescribeJobExecutoin";
  CHECK(complaint<std::invalid_argument>([&] { rig.wait(1, test::kHangGuard, operation); }) ==
        "the filter can never match: unknown operation \"DescribeJobExecutoin\"; did you mean "
        "\"DescribeJobExecution\"?");
  ExchangeFilter rule;
  rule.rule = "bussy";
  CHECK(complaint<std::invalid_argument>([&] { static_cast<void>(rig.count(rule)); }) ==
        "the filter can never match: unknown rule \"bussy\"; did you mean \"busy\"?");
  ExchangeFilter status;
  status.status = 1000;
  CHECK(complaint<std::invalid_argument>([&] { static_cast<void>(rig.exchanges(status)); }) ==
        "the filter can never match: the status must be from 0 to 999, not 1000");
}

TEST_CASE("a rig keeps more exchanges of one job than the admin interface", "[wire][rig]") {
  const Rig rig{kThrottled};
  for (int i = 0; i < 120; ++i) {
    status_of(rig, "/things/door/jobs/update");
  }
  CHECK(rig.wait(120, test::kHangGuard).size() == 120);
  CHECK(rig.forgotten() == 0);
}

TEST_CASE("the oldest exchanges are forgotten beyond the memory for them", "[wire][rig]") {
  RigOptions options;
  options.journal_bytes = 1;
  const Rig rig{kThrottled, options};
  status_of(rig, "/things/door/jobs/update");
  status_of(rig, "/things/lamp/jobs/update");
  ExchangeFilter second;
  second.thing = "lamp";
  rig.wait(1, test::kHangGuard, second);
  CHECK(rig.count() == 1);
  CHECK(rig.forgotten() == 1);
}

TEST_CASE("the time of a rig moves only forward and lets jobs arrive", "[wire][rig]") {
  Rig rig{kThrottled};
  rig.set_rate(0);
  const Time start = rig.now();
  CHECK(status_of(rig, "/things/lamp/jobs/later") == 429);
  CHECK(status_of(rig, "/things/lamp/jobs/later") == 404);
  rig.advance(24h * 7);
  CHECK(rig.now() == start + 24h * 7);
  CHECK(status_of(rig, "/things/lamp/jobs/later") == 200);
  rig.move_to(start + 24h * 8);
  CHECK(rig.now() == start + 24h * 8);
  CHECK_THAT(complaint<std::invalid_argument>([&] { rig.move_to(start); }),
             Catch::EndsWith(" already, and the time cannot go back; use reset()"));
  CHECK_THAT(complaint<std::invalid_argument>([&] { rig.advance(-1s); }),
             Catch::Contains("not by -1s: scenario time ends at 9999-12-31T23:59:59.999999Z"));
  CHECK(complaint<std::invalid_argument>([&] { rig.set_rate(-1); }) ==
        "the rate must be from 0 to 1000000, not -1.000000");
}

TEST_CASE("a rule is switched off and on and back after a span of scenario time", "[wire][rig]") {
  Rig rig{kThrottled};
  rig.set_rate(0);
  CHECK(rig.is_enabled("busy"));
  rig.disable("busy");
  CHECK(status_of(rig, "/things/lamp/jobs/update") == 200);
  rig.enable("busy");
  CHECK(status_of(rig, "/things/lamp/jobs/update") == 429);
  rig.reset("lamp");
  rig.disable("busy", 5min);
  CHECK_FALSE(rig.is_enabled("busy"));
  CHECK(status_of(rig, "/things/lamp/jobs/update") == 200);
  rig.advance(5min);
  CHECK(rig.is_enabled("busy"));
  CHECK(status_of(rig, "/things/lamp/jobs/update") == 429);
  rig.disable("busy");
  rig.reset();
  CHECK(rig.is_enabled("busy"));
  CHECK(complaint<std::invalid_argument>([&] { rig.disable("bussy"); }) ==
        "unknown rule \"bussy\"; did you mean \"busy\"?");
  CHECK(complaint<std::invalid_argument>([&] { rig.enable("busy", 0s); }) ==
        "the span of a rule must be longer than 0s and end before the year 10000, not 0s");
}

TEST_CASE("a reset restores the beginning, and positions continue", "[wire][rig]") {
  Rig rig{kThrottled};
  CHECK(status_of(rig, "/things/lamp/jobs/update") == 429);
  CHECK(status_of(rig, "/things/door/jobs/update") == 200);
  rig.wait(2, test::kHangGuard);
  rig.reset();
  CHECK(rig.exchanges().empty());
  CHECK(status_of(rig, "/things/lamp/jobs/update") == 429);
  CHECK(rig.wait(1, test::kHangGuard).front().position == 3);
}

TEST_CASE("a reset of one thing or job leaves the others", "[wire][rig]") {
  Rig rig{kThrottled};
  for (const char* const target : {"/things/lamp/jobs/update", "/things/lamp/jobs/later", "/things/door/jobs/update"}) {
    status_of(rig, target);
  }
  rig.wait(3, test::kHangGuard);
  rig.reset("lamp", "later");
  CHECK(rig.count() == 2);
  CHECK(status_of(rig, "/things/lamp/jobs/update") == 200);
  CHECK(status_of(rig, "/things/lamp/jobs/later") == 429);
  rig.wait(4, test::kHangGuard);
  rig.reset("lamp");
  CHECK(rig.count() == 1);
  CHECK(status_of(rig, "/things/lamp/jobs/update") == 429);
}

TEST_CASE("a wait ends when the rig is reset", "[wire][rig]") {
  Rig rig{kThrottled};
  std::atomic<bool> is_over = false;
  std::string said;
  std::thread waiting([&] {
    said = complaint<Error>([&] { rig.wait(1, test::kHangGuard); });
    is_over = true;
  });
  while (!is_over) {
    rig.reset();
  }
  waiting.join();
  CHECK(said == "the rig was reset, or got another scenario, during a wait for exchanges");
}

TEST_CASE("another scenario is served on the same port, unless it has mistakes", "[wire][rig]") {
  Rig rig{kThrottled};
  const std::string endpoint = rig.endpoint();
  rig.load("demos/default");
  CHECK(status_of(rig, "/things/thermostat-2/jobs/firmware-7") == 503);
  CHECK_THROWS_AS(rig.load("things: 1"), ScenarioError);
  CHECK(complaint<Error>([&] { rig.load("{things: {t: {j: {}}}, tls: [{certificate: expired}]}"); }) ==
        "the \"tls\" settings differ from those of the scenario that the rig serves; make another rig");
  CHECK(status_of(rig, "/things/thermostat-2/jobs/firmware-7") == 503);
  CHECK(rig.endpoint() == endpoint);
}

TEST_CASE("a scenario with mistakes is refused with all of them and their lines", "[wire][rig]") {
  try {
    const Rig rig{"things: {lamp: {update: {status: QUEUD}}}\nrules: [{nam: x}]\n"};
    FAIL("the scenario was accepted");
  } catch (const ScenarioError& error) {
    REQUIRE(error.mistakes().size() >= 2);
    CHECK(error.mistakes()[0].file == "scenario.yaml");
    CHECK(error.mistakes()[0].line == 1);
    CHECK_THAT(error.what(), Catch::Contains("did you mean \"QUEUED\"?") && Catch::Contains("scenario.yaml:2:") &&
                                 Catch::Contains("\n    "));
  }
}

TEST_CASE("a scenario comes from a file, or from the program by its name", "[wire][rig]") {
  const test::TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "lamp.yaml";
  std::ofstream(file) << "things: {lamp: {update: {document-file: update.json}}}\n";
  std::ofstream(folder.path() / "update.json") << "{}\n";
  CHECK(status_of(Rig{file}, "/things/lamp/jobs/update") == 200);
  CHECK_THAT(complaint<ScenarioError>([&] { Rig{folder.path() / "lump.yaml"}; }), Catch::Contains("lump.yaml"));
  CHECK_THAT(complaint<ScenarioError>([] { Rig{"demos/defualt"}; }),
             Catch::Contains("\"demos/defualt\" is neither the text of a scenario nor the name of a built-in one; pass "
                             "a file as std::filesystem::path; did you mean \"demos/default\"?"));
}

TEST_CASE("wrong options are refused", "[wire][rig]") {
  const auto with = [](auto change) {
    RigOptions options;
    change(options);
    return complaint<std::exception>([&options] { const Rig rig(kThrottled, options); });
  };
  CHECK(with([](RigOptions& options) { options.workers = 0; }) == "RigOptions::workers must be from 1 to 64, not 0");
  CHECK(with([](RigOptions& options) { options.contract = "curent"; }) ==
        "RigOptions::contract must be \"original\" or \"current\", not \"curent\"; did you mean \"current\"?");
  const Rig other{kThrottled};
  const std::string taken = other.endpoint().substr(std::string("http://").size());
  CHECK(with([&](RigOptions& options) { options.listen = taken; }) ==
        "cannot listen on " + taken + ": Address already in use");
}

TEST_CASE("the seed decides the random values and can be read", "[wire][rig]") {
  RigOptions options;
  options.seed = 5;
  CHECK(Rig(kThrottled, options).seed() == 5);
  CHECK(Rig(std::string(kThrottled) + "seed: 6\n").seed() == 6);
  CHECK(Rig(kThrottled).seed() != Rig(kThrottled).seed());
}

TEST_CASE("a rig serves over TLS with an authority of its own", "[wire][rig][tls]") {
  RigOptions options;
  options.tls = true;
  const Rig rig{kThrottled, options};
  const Rig other{kThrottled, options};
  CHECK(rig.endpoint().starts_with("https://127.0.0.1:"));
  test::TlsClientOptions trusted;
  trusted.authority = rig.authority();
  trusted.host = "127.0.0.1";
  test::TlsClient client(rig.port(), trusted);
  client.send(test::http_request("GET", "/things/door/jobs/update"));
  CHECK(client.receive_answer().starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(!test::handshake_failure(other.port(), trusted).empty());
  CHECK(complaint<Error>([] { Rig{"{things: {t: {j: {}}}, tls: [{certificate: expired}]}"}; }) ==
        "the scenario has \"tls\" settings; set RigOptions::tls");
}
