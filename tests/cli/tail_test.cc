// `jobrig tail` against a running server: its lines, filters, how it ends, and what it says when it cannot read.
#include <csignal>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/mqtt_clients.h"
#include "support/mqtt_server.h"
#include "support/raw_client.h"
#include "support/served.h"

using jobrig::test::Outcome;
using jobrig::test::Process;
using jobrig::test::run_jobrig;
using jobrig::test::Served;
using nlohmann::json;

namespace {

std::string admin_of(const Served& served) { return served.ready().at("admin"); }

/// Without time and gap, which differ.
std::string what_of(const std::string& line) { return line.size() < 26 ? line : line.substr(26); }

std::string without_duration(const std::string& line) { return line.substr(0, line.find("  after ")); }

}  // namespace

TEST_CASE("tail prints exchanges as they happen and ends on SIGINT", "[cli][tail]") {
  Served served({"--admin", "127.0.0.1:0"});
  Process tail({jobrig::test::jobrig_program(), "tail", admin_of(served), "--all"});
  served.get("/things/x/jobs/j");
  const auto first = tail.next_line();
  REQUIRE(first);
  CHECK(what_of(*first).starts_with("GET /things/x/jobs/j  "));
  CHECK(first->substr(12, 12) == "           -");
  served.get("/things/x/jobs/j");
  const auto second = tail.next_line();
  REQUIRE(second);
  CHECK(second->substr(12, 12).find('+') != std::string::npos);
  CHECK(second->find('\x1b') == std::string::npos);  // not a terminal
  tail.send_signal(SIGINT);
  const Outcome outcome = tail.finish();
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
}

TEST_CASE("tail selects by thing, job, status and rule, and ends after a count", "[cli][tail]") {
  Served served({"--admin", "127.0.0.1:0"});
  for (const char* target : {"/things/a/jobs/j", "/things/b/jobs/j", "/things/b/jobs/k"}) {
    served.get(target);
  }
  const auto lines = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"tail", admin_of(served), "--all", "--count", "1"});
    const Outcome outcome = run_jobrig(more);
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.err.empty());
    return without_duration(what_of(outcome.out));
  };
  CHECK(lines({}).starts_with("GET /things/a/jobs/j  404"));
  CHECK(lines({"--thing", "b"}).starts_with("GET /things/b/jobs/j  404"));
  CHECK(lines({"--job", "k"}).starts_with("GET /things/b/jobs/k  404"));
  CHECK(lines({"--status", "404", "--thing", "?", "--job", "k"}).starts_with("GET /things/b/jobs/k"));
  const Outcome as_json = run_jobrig({"tail", admin_of(served), "--all", "--count", "1", "--json"});
  CHECK(json::parse(as_json.out).at("thing") == "a");
}

TEST_CASE("tail follows a sandbox until it is deleted", "[cli][tail]") {
  Served served({"--admin", "127.0.0.1:0"});
  REQUIRE(served.admin("POST", "/sandboxes").status == 201);
  served.get("/sandbox-1/things/a/jobs/j");
  Process tail({jobrig::test::jobrig_program(), "tail", admin_of(served), "--all", "--sandbox", "sandbox-1"});
  const auto line = tail.next_line();
  REQUIRE(line);
  CHECK(what_of(*line).starts_with("GET /sandbox-1/things/a/jobs/j"));
  REQUIRE(served.admin("DELETE", "/sandboxes/sandbox-1").status == 200);
  const Outcome outcome = tail.finish();
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err == "jobrig: the sandbox was deleted\n");
}

TEST_CASE("tail prints MQTT packets beside exchanges", "[cli][tail][mqtt]") {
  Served served({"--admin", "127.0.0.1:0", "--mqtt", "127.0.0.1:0"});
  Process tail({jobrig::test::jobrig_program(), "tail", admin_of(served), "--all", "--count", "4"});
  jobrig::test::RawClient client(jobrig::test::port_of(served.ready().at("mqtt")));
  jobrig::test::connect_mqtt(client, jobrig::test::connect_311("device-1"));
  for (const char* const wanted : {"mqtt 1 opened", "mqtt 1 device-1 > CONNECT", "mqtt 1 device-1 < CONNACK"}) {
    const auto line = tail.next_line();
    REQUIRE(line);
    CHECK(what_of(*line) == wanted);
  }
  served.get("/things/x/jobs/j");
  const auto exchange = tail.next_line();
  REQUIRE(exchange);
  CHECK(what_of(*exchange).starts_with("GET /things/x/jobs/j  "));
  CHECK(tail.finish().exit_code == 0);
}

TEST_CASE("tail says why it cannot read", "[cli][tail]") {
  const auto refused = [](std::vector<std::string> words) {
    words.insert(words.begin(), "tail");
    const Outcome outcome = run_jobrig(words);
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.out.empty());
    return outcome.err;
  };
  CHECK(refused({"127.0.0.1:1"}) ==
        "jobrig: \"127.0.0.1:1\" is not the URL of an admin interface; expected http://HOST:PORT\n");
  Served served({"--admin", "127.0.0.1:0", "--admin-token", "secret"});
  const std::string url = admin_of(served);
  CHECK(refused({url}) ==
        "jobrig: " + url +
            ": the response has status 401; pass its token with --token-file: {\"error\":\"the request "
            "needs the token: Authorization: Bearer TOKEN\"}\n");
  CHECK(refused({url, "--token", "secret", "--sandbox", "x"}).find("unknown sandbox \\\"x\\\"") != std::string::npos);
  CHECK(refused({served.ready().at("endpoint")}).find("has status 400") != std::string::npos);
}

TEST_CASE("tail ends when its server stops", "[cli][tail]") {
  Served served({"--admin", "127.0.0.1:0"});
  const std::string url = admin_of(served);
  served.get("/things/a/jobs/j");
  Process tail({jobrig::test::jobrig_program(), "tail", url, "--all"});
  REQUIRE(tail.next_line());
  CHECK(served.stop().exit_code == 0);  // a reader does not keep the server
  const Outcome outcome = tail.finish();
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err.starts_with("jobrig: " + url + ": "));
}
