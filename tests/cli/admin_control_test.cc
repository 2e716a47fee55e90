// Calls of the admin interface that change a running server, over real HTTP: who made them, and abuse of each of them.
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/raw_client.h"
#include "support/served.h"
#include "support/temporary_folder.h"

using nlohmann::json;
namespace test = jobrig::test;

namespace {

struct ControlCall {
  std::string method;
  std::string target;
  std::string body;
};

const std::vector<ControlCall>& control_calls() {
  static const std::vector<ControlCall> kCalls{
      {"GET", "/rules", ""},
      {"PATCH", "/rules/outage", R"({"enabled":false})"},
      {"PATCH", "/rules/outage", R"({"answers":["documented"],"faults":[{"delay":"1s"}]})"},
      {"PUT", "/scenario?keep=state", R"({"scenario":"things: {u: {j: {status: QUEUED}}}"})"},
      {"POST", "/sandboxes", R"({"idle":"1h"})"},
      {"POST", "/rules", R"({"name":"more","answers":["documented"]})"},
      {"PUT", "/rules/outage", R"({"answers":["documented"]})"},
      {"DELETE", "/rules/outage", ""},
      {"POST", "/executions", R"({"thing":"t","job":"late"})"},
      {"PATCH", "/executions/t/j/1", R"({"remove":true})"},
  };
  return kCalls;
}

struct ControlFolder : test::TemporaryFolder {
  [[nodiscard]] std::string scenario() const {
    const std::string file = (path() / "scenario.yaml").string();
    std::ofstream(file) << "summary: An outage.\nthings: {t: {j: {status: QUEUED}}}\n"
                           "rules: [{name: outage, answers: [{error: ServiceUnavailableException}]}]\n";
    return file;
  }
  [[nodiscard]] std::string journal() const { return (path() / "journal.jsonl").string(); }
};

std::string request_with(const ControlCall& call, const std::string& host, const std::string& headers,
                         const std::string& body) {
  return call.method + " " + call.target + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

int status_of(std::uint16_t port, const std::string& request) {
  test::RawClient client(port);
  client.send(request);
  return test::read_answer(client.receive_answer()).status;
}

}  // namespace

TEST_CASE("calls that change a running server are refused like all others", "[cli][admin][control]") {
  const ControlFolder folder;
  const test::Served open({folder.scenario(), "--admin", "127.0.0.1:0"});
  const test::Served closed({folder.scenario(), "--admin", "127.0.0.1:0", "--admin-token", "open-sesame"});
  const std::string as_json = "Content-Type: application/json\r\n";
  for (const ControlCall& call : control_calls()) {
    CAPTURE(call.method, call.target);
    CHECK(status_of(open.admin_port(), request_with(call, "rebound.example", as_json, call.body)) == 403);
    CHECK(status_of(open.admin_port(),
                    request_with(call, "localhost", as_json + "Origin: http://evil.example\r\n", call.body)) == 403);
    CHECK(status_of(open.admin_port(), request_with(call, "localhost", "Content-Type: text/plain\r\n", "{}")) == 415);
    CHECK(status_of(closed.admin_port(), request_with(call, "localhost", as_json, call.body)) == 401);
    test::RawClient large(open.admin_port());
    large.send(call.method + " " + call.target + " HTTP/1.1\r\nHost: localhost\r\n" + as_json +
               "Content-Length: 3000000\r\n\r\n");
    CHECK(large.receive_to_end().find("HTTP/1.1 413 ") == 0);
  }
  CHECK(open.admin("GET", "/rules").json().at("rules")[0].at("enabled") == true);
  CHECK(open.admin("GET", "/journal").json().at("changes").empty());
  CHECK(open.admin("GET", "/sandboxes").json().at("sandboxes").empty());
  CHECK(open.admin("GET", "/scenario").json().at("rules") == 1);
}

TEST_CASE("the journal and its file say who changed what", "[cli][admin][control]") {
  const ControlFolder folder;
  test::Served served({folder.scenario(), "--admin", "127.0.0.1:0", "--journal", folder.journal()});
  CHECK(served.get("/things/t/jobs/j").find("HTTP/1.1 503 ") == 0);
  CHECK(served.admin("GET", "/journal?wait=90s&count=1").json().at("enough") ==
        true);  // it may come after the response
  CHECK(served.admin("PATCH", "/rules/outage", R"({"enabled":false,"for":"1h"})").status == 200);
  CHECK(served.get("/things/t/jobs/j").find("HTTP/1.1 200 ") == 0);
  const json change = served.admin("GET", "/journal?wait=90s&count=2").json().at("changes").at(0);
  CHECK(change.at("who").get<std::string>().find("127.0.0.1:") == 0);
  CHECK(change.at("what") == "disabled rule \"outage\" for 1h");
  CHECK(change.at("position") == 1);
  CHECK(served.admin("POST", "/sandboxes", "{}").status == 201);
  CHECK(served.admin("PUT", "/sandboxes/sandbox-1/scenario?keep=state", R"({"scenario":"things: {}"})").status == 200);
  CHECK(served.admin("DELETE", "/sandboxes/sandbox-1").status == 200);
  CHECK(served.stop().exit_code == 0);
  std::ifstream file(folder.journal());
  std::vector<json> lines;
  for (std::string line; std::getline(file, line);) {
    lines.push_back(json::parse(line));
  }
  REQUIRE(lines.size() == 6);
  CHECK(lines[3].at("what") == "created sandbox-1");
  CHECK(lines[3].at("sandbox") == "");
  CHECK(lines[4].at("what") == "replaced the scenario and kept the state");
  CHECK(lines[4].at("sandbox") == "sandbox-1");
  CHECK(lines[5].at("what") == "deleted sandbox-1");
  CHECK(lines[5].at("who").get<std::string>().find("127.0.0.1:") == 0);
  CHECK(lines[1].at("event") == "change");
  CHECK(lines[1].at("who") == change.at("who"));
  CHECK(lines[1].at("what") == change.at("what"));
  CHECK(lines[1].at("sandbox") == "");
}

TEST_CASE("a client that sends the header of the peer is not believed", "[cli][admin][control]") {
  const ControlFolder folder;
  const test::Served served({folder.scenario(), "--admin", "127.0.0.1:0"});
  CHECK(status_of(served.admin_port(),
                  request_with({"DELETE", "/rules/outage", ""}, "localhost", ":peer: 10.0.0.1:1\r\n", "")) == 400);
  CHECK(served.admin("GET", "/rules").json().at("rules").size() == 1);
}

TEST_CASE("a server on all addresses tells clients where they reach it", "[cli][admin][control]") {
  const ControlFolder folder;
  const test::Served served(
      {folder.scenario(), "--listen", "0.0.0.0:0", "--admin", "127.0.0.1:0", "--admin-host", "jobrig-admin"});
  const std::string port = std::to_string(served.port());
  CHECK(served.ready().at("endpoint") == "http://127.0.0.1:" + port);
  const std::string made = [&] {
    test::RawClient client(served.admin_port());
    client.send("POST /sandboxes HTTP/1.1\r\nHost: jobrig-admin:80\r\nContent-Length: 0\r\n\r\n");
    return test::read_answer(client.receive_answer()).json().at("endpoint").get<std::string>();
  }();
  CHECK(made == "http://jobrig-admin:" + port + "/sandbox-1");
  const test::Served named(
      {folder.scenario(), "--admin", "127.0.0.1:0", "--public-url", "https://mock.example.com/a/"});
  CHECK(named.ready().at("endpoint") == "https://mock.example.com/a");
  CHECK(named.admin("POST", "/sandboxes").json().at("endpoint") == "https://mock.example.com/a/sandbox-1");
  const test::Outcome wrong = test::run_jobrig({"serve", "--public-url", "mock.example.com"});
  CHECK(wrong.exit_code == 2);
  CHECK(wrong.err.find("--public-url: \"mock.example.com\" is not an http or https URL") != std::string::npos);
  CHECK(test::run_jobrig({"serve", "--admin-host", "a:80"}).exit_code == 2);
}
