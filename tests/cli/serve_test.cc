// `jobrig serve` from the user's point of view: the ready line, the files it writes, how it stops, and its error
// messages.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/units.h"
#include "support/catch.h"
#include "support/process.h"
#include "support/raw_client.h"
#include "support/served.h"
#include "support/temporary_folder.h"

using jobrig::test::Outcome;
using jobrig::test::Process;
using jobrig::test::RawClient;
using jobrig::test::run_jobrig;
using jobrig::test::Served;
using jobrig::test::TemporaryFolder;
using nlohmann::json;

namespace {

// A folder with the files that a test writes.
struct ServeFolder : TemporaryFolder {
  [[nodiscard]] std::string file(const std::string& name) const { return (path() / name).string(); }
  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(file(name)) << text;
    return file(name);
  }
};

std::string serve_content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

const std::string kDescribeTarget = "/things/thermostat-1/jobs/firmware-7";

std::string status_line(const std::string& answer) { return answer.substr(0, answer.find("\r\n")); }

}  // namespace

TEST_CASE("serve without a file serves the built-in scenario and says where", "[cli][serve]") {
  Served served({});
  CHECK(served.line().rfind("{\"event\":\"ready\",\"endpoint\":\"http://127.0.0.1:", 0) == 0);
  CHECK(served.ready().at("scenarios") == json::array({"demos/default"}));
  CHECK(served.ready().at("contract") == "original");
  CHECK(served.ready().at("workers") == 1);
  CHECK(served.ready().at("pid") == served.process().id());
  CHECK(served.ready().at("seed").is_number_unsigned());
  const std::string answer = served.get(kDescribeTarget);
  CHECK(status_line(answer) == "HTTP/1.1 200 OK");
  CHECK(answer.find(R"("jobId":"firmware-7","thingName":"thermostat-1","status":"QUEUED")") != std::string::npos);
  CHECK(answer.find("jobDocument") == std::string::npos);
}

TEST_CASE("SIGTERM and SIGINT end serve with 0 and nothing on stderr", "[cli][serve]") {
  const int signal = GENERATE(SIGTERM, SIGINT);
  Served served({});
  const Outcome outcome = served.stop(signal);
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
}

TEST_CASE("the ready file holds the ready line when that is printed", "[cli][serve]") {
  const ServeFolder folder;
  Served served({"--ready-file", folder.file("ready.json")});
  CHECK(serve_content(folder.file("ready.json")) == served.line() + "\n");
}

TEST_CASE("a ready file that cannot be written ends serve with 2", "[cli][serve]") {
  const Outcome outcome = run_jobrig({"serve", "--ready-file", "/nonexistent-folder/ready.json"});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == "jobrig: cannot write /nonexistent-folder/ready.json: No such file or directory\n");
}

TEST_CASE("the journal holds every exchange when serve has ended", "[cli][serve]") {
  const ServeFolder folder;
  Served served({"--journal", folder.file("journal.jsonl")});
  CHECK(served.ready().at("journal") == folder.file("journal.jsonl"));
  const std::string first = served.get(kDescribeTarget);
  const std::string second = served.get("/things/thermostat-2/jobs/firmware-7");
  CHECK(status_line(second) == "HTTP/1.1 503 Service Unavailable");
  REQUIRE(served.stop().exit_code == 0);
  std::ifstream journal(folder.file("journal.jsonl"));
  std::vector<json> records;
  for (std::string line; std::getline(journal, line);) {
    records.push_back(json::parse(line));
  }
  REQUIRE(records.size() == 2);
  CHECK(records[0].at("answer") == first);
  CHECK(records[0].at("operation") == "DescribeJobExecution");
  CHECK(records[0].at("thing") == "thermostat-1");
  CHECK(records[0].at("rule") == "");
  CHECK(records[1].at("rule") == "outage");
  CHECK(records[1].at("step") == 1);
  CHECK(records[1].at("status") == 503);
  CHECK(records[1].at("error") == "ServiceUnavailableException");
}

TEST_CASE("kill -9 leaves a journal that is readable up to its last whole record", "[cli][serve]") {
  const ServeFolder folder;
  const std::string journal = folder.file("journal.jsonl");
  Served served({"--journal", journal});
  RawClient client(served.port());
  const auto deadline = std::chrono::steady_clock::now() + jobrig::test::kHangGuard;
  std::size_t answered = 0;
  // Sends requests until one batch is in the file and a good part of the next one is not.
  for (std::size_t behind = 0; behind < 50; ++answered) {
    REQUIRE(std::chrono::steady_clock::now() < deadline);
    client.send("GET /things/kettle/jobs HTTP/1.1\r\nHost: localhost\r\n\r\n");
    client.receive_answer();
    behind += serve_content(journal).empty() ? 0 : 1;
  }
  CHECK(served.stop(SIGKILL).exit_code == 128 + SIGKILL);

  const std::string text = serve_content(journal);
  std::size_t records = 0;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    const json record = json::parse(text.substr(begin, end - begin));
    CHECK(record.at("number") == ++records);
    CHECK(record.at("request").get<std::string>().starts_with("GET /things/kettle/jobs "));
    CHECK(record.at("answer").get<std::string>().starts_with("HTTP/1.1 "));
    begin = end + 1;
  }
  CHECK(records > 0);
  CHECK(records <= answered);
}

TEST_CASE("a journal that cannot be opened ends serve with 2", "[cli][serve]") {
  const Outcome outcome = run_jobrig({"serve", "--journal", "/nonexistent-folder/journal.jsonl"});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.find("/nonexistent-folder/journal.jsonl: No such file or directory") != std::string::npos);
}

TEST_CASE("a second server with the same journal is refused and leaves it as it is", "[cli][serve]") {
  const ServeFolder folder;
  Served served({"--journal", folder.file("journal.jsonl")});
  CHECK(status_line(served.get(kDescribeTarget)) == "HTTP/1.1 200 OK");
  const Outcome outcome = run_jobrig({"serve", "--journal", folder.file("journal.jsonl")});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err ==
        "jobrig: cannot write the journal " + folder.file("journal.jsonl") + ": another server is writing it\n");
  REQUIRE(served.stop().exit_code == 0);
  CHECK_FALSE(serve_content(folder.file("journal.jsonl")).empty());
}

TEST_CASE("the journal is for its owner's eyes only", "[cli][serve]") {
  const ServeFolder folder;
  Served served({"--journal", folder.file("journal.jsonl")});
  CHECK((std::filesystem::status(folder.file("journal.jsonl")).permissions() & std::filesystem::perms::all) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("a port that is taken ends the second server with 2", "[cli][serve]") {
  Served served({});
  const std::string address = "127.0.0.1:" + std::to_string(served.port());
  const Outcome outcome = run_jobrig({"serve", "--listen", address});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.find(address) != std::string::npos);
  CHECK(outcome.err.find("in use") != std::string::npos);
}

TEST_CASE("a name that no scenario has is answered with the nearest one", "[cli][serve]") {
  const Outcome outcome = run_jobrig({"serve", "demos/defualt"});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.find("did you mean \"demos/default\"?") != std::string::npos);
}

TEST_CASE("a scenario with mistakes is not served and all of them are told", "[cli][serve]") {
  const ServeFolder folder;
  const std::string file = folder.write("bad.yaml", "summary: x\nthigns: {}\nseed: -1\n");
  const Outcome outcome = run_jobrig({"serve", file});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.find(file + ":2:1: ") != std::string::npos);
  CHECK(outcome.err.find("did you mean \"things\"?") != std::string::npos);
  CHECK(outcome.err.find(file + ":3:7: ") != std::string::npos);
}

TEST_CASE("the seed of the command line beats that of the scenario and the same seed gives the same bytes",
          "[cli][serve]") {
  const ServeFolder folder;
  const std::string file = folder.write("seeded.yaml",
                                        "seed: 5\nclock: {start: 2026-01-01T00:00:00Z, rate: 0}\n"
                                        "things: {t: {j: {status: QUEUED}}}\n");
  Served first({file, "--seed", "7"});
  Served second({file, "--seed", "7"});
  Served third({file});
  CHECK(first.ready().at("seed") == 7);
  CHECK(third.ready().at("seed") == 5);
  const std::string answer = first.get("/things/t/jobs/j");
  CHECK(answer == second.get("/things/t/jobs/j"));
  CHECK(answer != third.get("/things/t/jobs/j"));
}

TEST_CASE("the same file in another folder gives the same bytes", "[cli][serve]") {
  const ServeFolder one;
  const ServeFolder other;
  const std::string text = "seed: 5\nclock: {start: 2026-01-01T00:00:00Z}\nthings: {t: {j: {status: QUEUED}}}\n";
  Served first({one.write("same.yaml", text)});
  Served second({other.write("same.yaml", text)});
  CHECK(first.ready().at("scenarios") == json::array({"same"}));
  CHECK(first.get("/things/t/jobs/j") == second.get("/things/t/jobs/j"));
}

TEST_CASE("several scenarios are served as one", "[cli][serve]") {
  const ServeFolder folder;
  Served served({folder.write("a.yaml", "things: {a: {j: {status: QUEUED}}}\n"),
                 folder.write("b.yaml", "things: {b: {j: {status: QUEUED}}}\n")});
  CHECK(served.ready().at("scenarios").size() == 2);
  CHECK(status_line(served.get("/things/a/jobs/j")) == "HTTP/1.1 200 OK");
  CHECK(status_line(served.get("/things/b/jobs/j")) == "HTTP/1.1 200 OK");
}

TEST_CASE("the edition of the command line is for scenarios that state none", "[cli][serve]") {
  Served served({"--contract", "current"});
  CHECK(served.ready().at("contract") == "current");
  CHECK(served.get(kDescribeTarget).find("jobDocument") != std::string::npos);
}

TEST_CASE("serve logs a line a request when asked to", "[cli][serve]") {
  Served served({"--log"});
  const std::string answer = served.get(kDescribeTarget + "?executionNumber=1");
  REQUIRE(served.process().wait_for_error_text("ms\n"));
  const std::string log = served.stop().err;
  constexpr std::size_t kTime = std::string_view("2026-01-01T00:00:00.000Z  ").size();
  CHECK(log.find("GET " + kDescribeTarget + "?executionNumber=1  200  after ") == kTime);
  CHECK(jobrig::base::parse_instant(log.substr(0, kTime - 2)));
  CHECK(log[kTime - 7] == '.');
}

TEST_CASE("serve on a terminal prints a curl command after its ready line", "[cli][serve]") {
  const ServeFolder folder;
  // script(1) gives the server a terminal.
  Process process(
      {"/usr/bin/script", "-qec", jobrig::test::jobrig_program() + " serve demos/default", folder.file("t")});
  const auto ready = process.next_line();
  const auto line = process.next_line();
  REQUIRE(ready.has_value());
  REQUIRE(line.has_value());
  const std::string endpoint = json::parse(*ready).at("endpoint");
  const std::string command = line->substr(0, line->find('\r'));
  CHECK(command.starts_with("curl " + endpoint + "/things/"));
  const auto answer = jobrig::test::run({"/bin/sh", "-c", command + " --silent --include"});
  CHECK(answer.exit_code == 0);
  CHECK(answer.out.starts_with("HTTP/1.1 "));
  ::kill(static_cast<pid_t>(json::parse(*ready).at("pid").get<int>()), SIGTERM);
  CHECK(process.finish().exit_code == 0);
}

TEST_CASE("serve reads a scenario from standard input but does not watch it", "[cli][serve]") {
  const std::string program = jobrig::test::jobrig_program();
  jobrig::test::ProcessOptions options;
  options.input = "summary: x\n";
  const auto outcome = jobrig::test::run({program, "serve", "-", "--watch"}, options);
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err == "jobrig: --watch needs files, and \"-\" is not a file\n");
}

TEST_CASE("serve answers and ends although its log is not read", "[cli][serve]") {
  const ServeFolder folder;
  const std::string fifo = folder.file("stderr");
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  const int end = ::open(fifo.c_str(), O_RDWR | O_CLOEXEC);  // a reader that never reads
  REQUIRE(end >= 0);
  Process process({"/bin/sh", "-c", "exec \"$0\" serve --log 2>\"$1\"", jobrig::test::jobrig_program(), fifo});
  const auto line = process.next_line();
  REQUIRE(line.has_value());
  RawClient client(jobrig::test::port_of(json::parse(*line).at("endpoint")));
  // Each line has more than 600 bytes, and a pipe holds 64 KiB.
  const std::string request = jobrig::test::http_request("GET", kDescribeTarget + "?unknown=" + std::string(600, 'x'),
                                                         "", "Connection: keep-alive\r\n");
  for (int i = 0; i < 300; ++i) {
    client.send(request);
    CHECK(status_line(client.receive_answer()) == "HTTP/1.1 200 OK");
  }
  process.send_signal(SIGTERM);
  CHECK(process.finish().exit_code == 0);
  ::close(end);
}

TEST_CASE("serve drains: an answer that waits is still given after SIGTERM", "[cli][serve]") {
  const ServeFolder folder;
  Served served({folder.write("slow.yaml",
                              "things: {t: {j: {status: QUEUED}}}\n"
                              "rules: [{name: slow, answers: [{documented: true, delay: 300ms}]}]\n"),
                 "--journal", folder.file("journal.jsonl")});
  RawClient client(served.port());
  client.send("GET /things/t/jobs/j HTTP/1.1\r\nHost: h\r\n\r\n");
  // The response to the second client shows that the request of the first one was read: one worker handles requests in
  // order of arrival.
  CHECK(status_line(served.get("/nothing")) == "HTTP/1.1 400 Bad Request");
  served.process().send_signal(SIGTERM);
  CHECK(status_line(client.receive_answer()) == "HTTP/1.1 200 OK");
  CHECK(served.process().finish().exit_code == 0);
}
