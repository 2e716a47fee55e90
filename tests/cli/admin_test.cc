// `jobrig serve --admin` over real HTTP: rejected requests, waits, resets, replaced scenarios, sandboxes.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/raw_client.h"
#include "support/served.h"
#include "support/temporary_folder.h"

using jobrig::test::ask;
using jobrig::test::http_request;
using jobrig::test::HttpAnswer;
using jobrig::test::Outcome;
using jobrig::test::RawClient;
using jobrig::test::read_answer;
using jobrig::test::run_jobrig;
using jobrig::test::Served;
using jobrig::test::TemporaryFolder;
using nlohmann::json;
using namespace std::chrono_literals;

namespace {

const std::string kScenario = R"(
summary: A job that times out after a week.
things:
  t: {j: {status: IN_PROGRESS, timeout: 7d}}
)";
const std::string kPath = "/things/t/jobs/j";

struct Folder : TemporaryFolder {
  [[nodiscard]] std::string file(const std::string& name) const { return (path() / name).string(); }
  // Writes the file atomically, as editors do.
  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(file(name + ".new")) << text;
    std::filesystem::rename(file(name + ".new"), file(name));
    return file(name);
  }
};

Served serve_admin(const Folder& folder, std::vector<std::string> more = {}) {
  std::vector<std::string> words{folder.write("scenario.yaml", kScenario), "--admin", "127.0.0.1:0"};
  words.insert(words.end(), more.begin(), more.end());
  return Served(words);
}

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Asks again until the response says it.
bool becomes(const Served& served, const std::string& path, const std::string& part) {
  const auto deadline = std::chrono::steady_clock::now() + jobrig::test::kHangGuard;
  while (!says(served.get(path), part)) {
    if (std::chrono::steady_clock::now() > deadline) {
      return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("a job times out after seven days in a test that takes milliseconds", "[cli][admin]") {
  const Folder folder;
  const Served served = serve_admin(folder);
  CHECK(says(served.get(kPath), "IN_PROGRESS"));
  const auto before = std::chrono::steady_clock::now();
  CHECK(served.admin("POST", "/clock/advance", R"({"by":"6d23h59m"})").status == 200);
  CHECK(says(served.get(kPath), "IN_PROGRESS"));
  CHECK(served.admin("POST", "/clock/advance", R"({"by":"1m"})").status == 200);
  CHECK(says(served.get(kPath), "TIMED_OUT"));
  CHECK(std::chrono::steady_clock::now() - before < 1min);
}

TEST_CASE("without --admin the main port has no admin interface", "[cli][admin]") {
  const Served served({});
  CHECK_FALSE(served.ready().contains("admin"));
  CHECK(ask(served.port(), "GET", "/health").status != 200);
}

TEST_CASE("a query waits until so many exchanges are over", "[cli][admin]") {
  const Folder folder;
  const Served served = serve_admin(folder);
  RawClient waiting(served.admin_port());
  waiting.send(http_request("GET", "/journal?thing=t&wait=90s&count=2"));
  CHECK(served.admin("GET", "/health").status == 200);  // it does not block other requests
  const std::string ignored = served.get("/things/u/jobs/j") + served.get(kPath) + served.get(kPath);
  const json answer = read_answer(waiting.receive_answer()).json();
  CHECK(answer.at("enough") == true);
  REQUIRE(answer.at("records").size() == 2);
  CHECK(answer["records"][1].at("thing") == "t");
  const json late = served.admin("GET", "/journal?thing=t&wait=20ms&count=3").json();
  CHECK(late.at("enough") == false);
  CHECK(late.at("records").size() == 2);
}

TEST_CASE("the admin interface answers while the main port hangs and drips and resets", "[cli][admin]") {
  const Folder folder;
  const std::string troubles = folder.write("troubles.yaml", R"(
summary: Nothing but trouble.
things: {"t-{1..90}": {j: {status: QUEUED}}}
rules:
  - {when: {thing: "t-?"}, faults: [hang]}
  - {when: {thing: "t-??"}, faults: [{drip: {bytes: 1, every: 1s}}]}
)");
  const Served served({troubles, "--admin", "127.0.0.1:0"});
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 1; i <= 90; ++i) {
    clients.push_back(std::make_unique<RawClient>(served.port()));
    clients.back()->send(http_request("GET", "/things/t-" + std::to_string(i) + "/jobs/j"));
    CHECK(served.admin("GET", "/health").status == 200);
  }
  CHECK(says(served.get("/nothing"), "400 Bad Request"));  // one worker: it has read all earlier requests by now
  for (const auto& client : clients) {
    client->reset();
  }
  const json journal =
      served.admin("GET", "/journal?operation=DescribeJobExecution&wait=90s&count=90&limit=100").json();
  CHECK(journal.at("records").size() == 90);
  CHECK(journal.at("records")[0].at("close_reason") == "client-gave-up");
}

TEST_CASE("what a page in a browser could send is refused", "[cli][admin]") {
  const Folder folder;
  const Served served = serve_admin(folder);
  const std::uint16_t port = served.admin_port();
  const auto status = [&](const std::string& request) {
    RawClient client(port);
    client.send(request);
    return read_answer(client.receive_answer()).status;
  };
  CHECK(status("POST /reset HTTP/1.1\r\nHost: rebound.example\r\nContent-Length: 0\r\n\r\n") == 403);
  CHECK(ask(port, "POST", "/reset", "", "Origin: http://evil.example\r\n").status == 403);
  CHECK(ask(port, "POST", "/reset", "", "Origin: null\r\n").status == 403);
  CHECK(status("POST /reset HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}") ==
        415);
  CHECK(status("POST /reset HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}") == 415);
  CHECK(ask(port, "POST", "/reset", "{}", "Origin: http://localhost\r\n").status == 200);
  CHECK_FALSE(says(served.admin("GET", "/health").head, "Access-Control"));
}

TEST_CASE("a body that is too large is refused and closes the connection", "[cli][admin]") {
  const Folder folder;
  const Served served = serve_admin(folder);
  RawClient client(served.admin_port());
  client.send(
      "PUT /scenario HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 3000000\r\n\r\n");
  CHECK(says(client.receive_to_end(), "HTTP/1.1 413 "));
  CHECK(served.admin("GET", "/health").status == 200);
}

TEST_CASE("on an address beyond loopback a generated token is required", "[cli][admin]") {
  const Served served({"--admin", "0.0.0.0:0"});
  const std::string token = served.ready().at("admin_token");
  CHECK(token.size() == 32);
  const HttpAnswer without = served.admin("GET", "/health");
  CHECK(without.status == 401);
  CHECK(says(without.head, "WWW-Authenticate: Bearer\r\n"));
  CHECK(ask(served.admin_port(), "GET", "/health", "", "Authorization: Bearer " + token + "\r\n").status == 200);
  CHECK(ask(served.admin_port(), "GET", "/health", "", "Authorization: Bearer x" + token + "\r\n").status == 401);
}

TEST_CASE("a token that is given is demanded and not told", "[cli][admin]") {
  const Served served({"--admin", "127.0.0.1:0", "--admin-token", "open-sesame"});
  CHECK_FALSE(says(served.line(), "open-sesame"));
  CHECK(served.admin("GET", "/health").status == 401);
  CHECK(ask(served.admin_port(), "GET", "/health", "", "Authorization: Bearer open-sesame\r\n").status == 200);
}

TEST_CASE("control bytes of admin calls reach the log escaped", "[cli][admin]") {
  const Folder folder;
  Served served = serve_admin(folder, {"--log"});
  RawClient client(served.admin_port());
  client.send("GET /x\x1b[2J HTTP/1.1\r\nHost: localhost\r\n\r\n");
  CHECK(says(client.receive_to_end(), "HTTP/1.1 400 "));
  CHECK(served.admin("GET", "/health%1b%5b2J").status == 404);
  const Outcome outcome = served.stop();
  CHECK(says(outcome.err, "admin  GET /health%1b%5b2J  404"));
  CHECK(outcome.err.find('\x1b') == std::string::npos);
}

TEST_CASE("two servers cannot have one admin port", "[cli][admin]") {
  const Folder folder;
  const Served served = serve_admin(folder);
  const Outcome outcome = run_jobrig({"serve", "--admin", "127.0.0.1:" + std::to_string(served.admin_port())});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(says(outcome.err, "in use"));
}

TEST_CASE("a scenario is replaced while it is served and a broken one is not", "[cli][admin]") {
  const Folder folder;
  const Served served = serve_admin(folder);
  RawClient client(served.port());
  client.send(http_request("GET", kPath));
  CHECK(says(client.receive_answer(), "200 OK"));
  const json broken{{"scenario", "summary: x\nthings: 7\n"}};
  CHECK(served.admin("PUT", "/scenario", broken.dump()).status == 422);
  CHECK(says(served.get(kPath), "200 OK"));
  const json other{{"scenario", "summary: x\nthings: {u: {j: {status: QUEUED}}}\n"}};
  CHECK(served.admin("PUT", "/scenario", other.dump()).status == 200);
  client.send(http_request("GET", kPath));  // the same connection gets the new scenario
  CHECK(says(client.receive_answer(), "404 Not Found"));
}

TEST_CASE("an answer that waits in a frozen time goes out when the time moves on or a reset comes", "[cli][admin]") {
  const Folder folder;
  const std::string slow = folder.write("slow.yaml",
                                        "summary: Slow.\nclock: {rate: 0}\nthings: {t: {j: {status: QUEUED}}}\n"
                                        "rules: [{faults: [{delay: {fixed: 1h, clock: virtual}}]}]\n");
  const Served served({slow, "--admin", "127.0.0.1:0"});
  RawClient first(served.port());
  first.send(http_request("GET", kPath));
  CHECK(first.receive_for(50ms).empty());
  REQUIRE(served.admin("POST", "/sandboxes").status == 201);
  RawClient second(served.port());
  second.send(http_request("GET", "/sandbox-1" + kPath));
  // There is no event for a waiting request. If this one arrives too late, it waits for the next hour.
  std::string answer;
  const auto deadline = std::chrono::steady_clock::now() + jobrig::test::kHangGuard;
  while (answer.empty() && std::chrono::steady_clock::now() < deadline) {
    CHECK(served.admin("POST", "/clock/advance", R"({"by":"1h"})").status == 200);
    answer = first.receive_for(20ms);
  }
  CHECK(says(answer, "200 OK"));
  answer = second.receive_for(20ms);
  CHECK(answer.empty());  // the sandbox has its own virtual time
  while (answer.empty() && std::chrono::steady_clock::now() < deadline) {
    CHECK(served.admin("POST", "/sandboxes/sandbox-1/reset").status == 200);
    answer = second.receive_for(20ms);
  }
  CHECK(says(answer, "200 OK"));
}

TEST_CASE("sandboxes serve several suites on one port", "[cli][admin]") {
  const Folder folder;
  const Served served = serve_admin(folder);
  const json one = served.admin("POST", "/sandboxes", R"({"seed":1})").json();
  const json two = served.admin("POST", "/sandboxes", R"({"shipped":"demos/default"})").json();
  CHECK(one.at("endpoint") == served.ready().at("endpoint").get<std::string>() + "/sandbox-1");
  CHECK(served.admin("POST", one.at("admin").get<std::string>() + "/clock/advance", R"({"by":"7d"})").status == 200);
  CHECK(says(served.get("/sandbox-1" + kPath), "TIMED_OUT"));
  CHECK(says(served.get(kPath), "IN_PROGRESS"));
  CHECK(says(served.get("/sandbox-2/things/thermostat-1/jobs/firmware-7"), "200 OK"));
  const json waited = served.admin("GET", "/sandboxes/sandbox-1/journal?wait=90s&count=1").json();
  CHECK(waited.at("records")[0].at("request").get<std::string>().rfind("GET /sandbox-1/things/t/jobs/j ", 0) == 0);
  CHECK(served.admin("DELETE", two.at("admin")).status == 200);
  CHECK(says(served.get("/sandbox-2/things/thermostat-1/jobs/firmware-7"), "404 Not Found"));
}

TEST_CASE("a shipped scenario that is named wrongly is told with the right word", "[cli][admin]") {
  const Folder folder;
  const Served served = serve_admin(folder);
  CHECK(served.admin("POST", "/sandboxes", R"({"shipped":"demos/defualt"})").json().at("error") ==
        "unknown built-in scenario \"demos/defualt\"; did you mean \"demos/default\"?");
  const auto named = served.admin("POST", "/sandboxes", R"({"scenario":"demos/default"})");
  CHECK(named.status == 422);
  CHECK(named.json().at("error") ==
        "\"scenario\" is the text of one; the one of that name inside the program is available by "
        "{\"shipped\": \"demos/default\"}");
}

TEST_CASE("a sandbox that is idle for too long is deleted by itself", "[cli][admin]") {
  const Folder folder;
  const Served served = serve_admin(folder, {"--sandbox-idle", "20ms"});
  CHECK(served.admin("POST", "/sandboxes").json().at("idle") == "20ms");
  CHECK(served.admin("POST", "/sandboxes", R"({"idle":"1h"})").status == 201);
  const auto deadline = std::chrono::steady_clock::now() + jobrig::test::kHangGuard;
  json health;
  do {  // there is no event for its deletion
    health = served.admin("GET", "/health").json();
  } while (health.at("sandboxes") != 1 && std::chrono::steady_clock::now() < deadline);
  CHECK(health.at("sandboxes") == 1);
  CHECK(served.admin("GET", "/sandboxes").json().at("sandboxes")[0].at("id") == "sandbox-2");
}

TEST_CASE("the journal file has what all sandboxes were asked and memory lets go by key", "[cli][admin]") {
  const Folder folder;
  Served served = serve_admin(folder, {"--journal", folder.file("journal.jsonl")});
  REQUIRE(served.admin("POST", "/sandboxes").status == 201);
  RawClient client(served.port());
  for (int i = 0; i < 150; ++i) {
    client.send(http_request("GET", kPath));
    REQUIRE(says(client.receive_answer(), "200 OK"));
  }
  REQUIRE(says(served.get("/sandbox-1" + kPath), "200 OK"));
  const json key = served.admin("GET", "/journal?thing=t&job=j&limit=1000&after=0&wait=90s&count=100").json();
  CHECK(key.at("records").size() == 100);
  const json last = served.admin("GET", "/journal?after=149&wait=90s").json();
  CHECK(last.at("records").size() == 1);
  CHECK(last.at("evicted") == 50);
  REQUIRE(served.stop().exit_code == 0);
  std::ifstream journal(folder.file("journal.jsonl"));
  int lines = 0;
  for (std::string line; std::getline(journal, line); ++lines) {
  }
  CHECK(lines == 152);  // and who created the sandbox
}

TEST_CASE("a watched scenario is served when it is saved and the old one stays when that is broken",
          "[cli][admin][watch]") {
  const Folder folder;
  Served served = serve_admin(folder, {"--watch"});
  CHECK(says(served.get(kPath), "IN_PROGRESS"));
  const std::string ignored = folder.write("scenario.yaml", "summary: x\nthings: {t: {j: {status: QUEUD}}}\n");
  REQUIRE(served.process().wait_for_error_text("keeping the old scenario\n"));
  CHECK(says(served.get(kPath), "IN_PROGRESS"));
  const std::string right = folder.write("scenario.yaml", "summary: x\nthings: {t: {j: {status: QUEUED}}}\n");
  REQUIRE(served.process().wait_for_error_text("scenario reloaded\n"));
  CHECK(says(served.get(kPath), "QUEUED"));
  const Outcome outcome = served.stop();
  CHECK(outcome.exit_code == 0);
  CHECK(says(outcome.err, "scenario.yaml:2:26: "));
  CHECK(says(outcome.err, "did you mean \"QUEUED\"?"));
}

TEST_CASE("watching sees what lies beside a scenario and new files of a folder", "[cli][admin][watch]") {
  const Folder folder;
  const std::string document = folder.write("document.json", R"({"operation":"one"})");
  std::string scenario =
      folder.write("scenario.yaml", "summary: x\nthings: {t: {j: {status: QUEUED, document-file: document.json}}}\n");
  Served served({folder.path().string(), "--watch"});
  CHECK(says(served.get(kPath + "?includeJobDocument=true"), "one"));
  std::ofstream(document) << R"({"operation":"two"})";  // overwritten in place
  REQUIRE(served.process().wait_for_error_text("scenario reloaded\n"));
  CHECK(says(served.get(kPath + "?includeJobDocument=true"), "two"));
  std::filesystem::create_directory(folder.path() / "more");
  scenario = folder.write("more/another.yaml", "summary: x\nthings: {u: {j: {status: QUEUED}}}\n");
  CHECK(becomes(served, "/things/u/jobs/j", "200 OK"));
}

TEST_CASE("watching sees how Kubernetes updates a mounted ConfigMap", "[cli][admin][watch]") {
  const Folder folder;
  const auto publish = [&folder](const std::string& version, const std::string& status) {
    std::filesystem::create_directory(folder.path() / version);
    std::ofstream(folder.path() / version / "s.yaml") << "summary: x\nthings: {t: {j: {status: " + status + "}}}\n";
    std::filesystem::create_directory_symlink(version, folder.path() / "..data_tmp");
    std::filesystem::rename(folder.path() / "..data_tmp", folder.path() / "..data");
  };
  publish("..2026_1", "IN_PROGRESS");
  std::filesystem::create_symlink("..data/s.yaml", folder.path() / "s.yaml");
  const bool whole_folder = GENERATE(false, true);
  CAPTURE(whole_folder);
  Served served({whole_folder ? folder.path().string() : folder.file("s.yaml"), "--watch"});
  CHECK(says(served.get(kPath), "IN_PROGRESS"));
  publish("..2026_2", "QUEUED");
  CHECK(becomes(served, kPath, "QUEUED"));
  std::filesystem::remove_all(folder.path() / "..2026_1");
  publish("..2026_3", "IN_PROGRESS");
  CHECK(becomes(served, kPath, "IN_PROGRESS"));
  CHECK(served.stop().exit_code == 0);
}

TEST_CASE("watching sees a changed target of a link and a changed link", "[cli][admin][watch]") {
  const Folder folder;
  const Folder elsewhere;
  const std::string text = "summary: x\nthings: {t: {j: {status: ";
  const std::string first = elsewhere.write("first.yaml", text + "IN_PROGRESS}}}\n");
  std::filesystem::create_directory(folder.path() / "real");
  std::filesystem::create_directory_symlink("real", folder.path() / "link");
  std::filesystem::create_symlink(first, folder.path() / "real/s.yaml");
  const bool whole_folder = GENERATE(false, true);
  CAPTURE(whole_folder);
  Served served({whole_folder ? folder.file("link") : folder.file("link/s.yaml"), "--watch"});
  CHECK(says(served.get(kPath), "IN_PROGRESS"));
  std::ofstream(first) << text + "QUEUED}}}\n";  // in place
  CHECK(becomes(served, kPath, "QUEUED"));
  const std::string second = elsewhere.write("second.yaml", text + "IN_PROGRESS}}}\n");
  std::filesystem::create_symlink(second, folder.path() / "real/s.yaml.new");
  std::filesystem::rename(folder.path() / "real/s.yaml.new", folder.path() / "real/s.yaml");
  CHECK(becomes(served, kPath, "IN_PROGRESS"));
  std::ofstream(second) << text + "QUEUED}}}\n";
  CHECK(becomes(served, kPath, "QUEUED"));
  std::filesystem::create_directory(folder.path() / "other");
  std::ofstream(folder.path() / "other/s.yaml") << text + "IN_PROGRESS}}}\n";
  std::filesystem::create_directory_symlink("other", folder.path() / "link.new");
  std::filesystem::rename(folder.path() / "link.new", folder.path() / "link");
  CHECK(becomes(served, kPath, "IN_PROGRESS"));
  CHECK(served.stop().exit_code == 0);
}

TEST_CASE("a reloaded scenario keeps what devices have done, and with --watch=reset it does not",
          "[cli][admin][watch]") {
  const bool resets = GENERATE(false, true);
  CAPTURE(resets);
  const Folder folder;
  const std::string scenario =
      folder.write("s.yaml", "summary: x\nthings: {t: {j: {status: QUEUED}, k: {status: QUEUED}}}\n");
  const std::string journal = folder.file("journal.jsonl");
  Served served({scenario, resets ? "--watch=reset" : "--watch", "--journal", journal});
  CHECK(ask(served.port(), "POST", kPath, R"({"status":"IN_PROGRESS"})").status == 200);
  const std::string ignored =
      folder.write("s.yaml", "summary: x\nthings: {t: {j: {status: QUEUED}, new: {status: QUEUED}}}\n");
  REQUIRE(served.process().wait_for_error_text("scenario reloaded\n"));
  CHECK(says(served.get(kPath), resets ? R"("versionNumber":1)" : R"("versionNumber":2)"));
  CHECK(says(served.get("/things/t/jobs/new"), "200 OK"));
  CHECK(says(served.get("/things/t/jobs/k"), "404 Not Found"));
  const Outcome outcome = served.stop();
  CHECK(outcome.exit_code == 0);
  const std::string what =
      resets ? "replaced the scenario and reset the state"
             : "replaced the scenario and kept the state (things: 1 changed; executions: 1 added, 1 removed)";
  CHECK(says(outcome.err, "jobrig: " + what + "\njobrig: the scenario files have changed; scenario reloaded\n"));
  std::ifstream file(journal);
  const std::string lines{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  CHECK(says(lines, "\"who\":\"--watch: " + scenario + "\",\"sandbox\":\"\",\"what\":\"" + what + "\""));
}

TEST_CASE("the option --watch takes reset after an equals sign and nothing else", "[cli][admin][watch]") {
  const Outcome wrong = run_jobrig({"serve", "demos/default", "--watch=rest"});
  CHECK(wrong.exit_code == 2);
  CHECK(says(wrong.err, "jobrig: --watch must be reset, not \"rest\"; did you mean \"reset\"?\n"));
  const Outcome empty = run_jobrig({"serve", "demos/default", "--watch="});
  CHECK(empty.exit_code == 2);
  CHECK(says(empty.err, "jobrig: --watch needs a value: --watch=reset\n"));
  CHECK(says(run_jobrig({"serve", "--help"}).out, "  --watch[=reset]"));
}

TEST_CASE("watching what is inside the program is refused", "[cli][admin][watch]") {
  const Outcome outcome = run_jobrig({"serve", "demos/default", "--watch"});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(says(outcome.err, "--watch needs a scenario file or folder"));
}

TEST_CASE("metrics show the open connections of both ports and what the process uses", "[cli][admin]") {
  const Folder folder;
  const Served served = serve_admin(folder);
  RawClient one(served.port());
  RawClient other(served.port());
  for (RawClient* client : {&one, &other}) {
    client->send(http_request("GET", kPath, {}, "Connection: keep-alive\r\n"));
    CHECK(client->receive_answer().starts_with("HTTP/1.1 200 "));
  }
  const std::string text = served.admin("GET", "/metrics").body;
  CAPTURE(text);
  CHECK(says(text, "\njobrig_open_connections{port=\"main\"} 2\n"));
  CHECK(says(text, "\njobrig_open_connections{port=\"admin\"} 1\n"));
  CHECK(says(text, "\njobrig_connections_total{port=\"main\"} 2\n"));
  CHECK(says(text, "\nprocess_threads "));
  CHECK(says(text, "\nprocess_resident_memory_bytes "));
}
