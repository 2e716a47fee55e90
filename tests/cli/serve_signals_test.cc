// How signals end `jobrig serve`: each of them, twice, in every state, and with few descriptors.
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "support/catch.h"
#include "support/process.h"
#include "support/raw_client.h"
#include "support/served.h"
#include "support/temporary_folder.h"

using jobrig::test::Outcome;
using jobrig::test::Process;
using jobrig::test::RawClient;
using jobrig::test::Served;
namespace fs = std::filesystem;

namespace {

struct SignalFolder : jobrig::test::TemporaryFolder {
  [[nodiscard]] std::string file(const std::string& name) const { return (path() / name).string(); }
  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(file(name)) << text;
    return file(name);
  }
};

constexpr const char* kSignalDescribe = "/things/thermostat-1/jobs/firmware-7";
constexpr const char* kSlow =
    "things: {t: {j: {status: QUEUED}}}\n"
    "rules: [{when: {operation: DescribeJobExecution}, answers: [{documented: true, delay: 1h}]}]\n";

}  // namespace

TEST_CASE("every signal that stops leaves a whole journal", "[cli][serve]") {
  const SignalFolder folder;
  const int signal = GENERATE(SIGTERM, SIGINT, SIGQUIT);
  Served served({"--journal", folder.file("journal.jsonl")});
  CHECK(served.get(kSignalDescribe).starts_with("HTTP/1.1 200 "));
  const Outcome outcome = served.stop(signal);
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  std::ifstream journal(folder.file("journal.jsonl"));
  std::string line;
  REQUIRE(std::getline(journal, line));
  CHECK(nlohmann::json::parse(line).at("status") == 200);
}

TEST_CASE("SIGHUP stops a server without a journal and not one with", "[cli][serve]") {
  const SignalFolder folder;
  Served without({});
  CHECK(without.stop(SIGHUP).exit_code == 0);
  Served with({"--journal", folder.file("journal.jsonl")});
  with.process().send_signal(SIGHUP);
  CHECK(with.get(kSignalDescribe).starts_with("HTTP/1.1 200 "));
  CHECK(with.stop().exit_code == 0);
}

TEST_CASE("a server that was started to ignore SIGHUP ignores it", "[cli][serve]") {
  Process process({"/bin/sh", "-c", "trap '' HUP; exec \"$0\" serve", jobrig::test::jobrig_program()});
  const auto line = process.next_line();
  REQUIRE(line.has_value());
  process.send_signal(SIGHUP);
  const auto port = jobrig::test::port_of(nlohmann::json::parse(*line).at("endpoint"));
  CHECK(jobrig::test::ask(port, "GET", kSignalDescribe).status == 200);
  process.send_signal(SIGTERM);
  CHECK(process.finish().exit_code == 0);
}

TEST_CASE("a second signal cuts what the first one waits for", "[cli][serve]") {
  const SignalFolder folder;
  Served served({folder.write("slow.yaml", kSlow), "--grace", "1h", "--journal", folder.file("journal.jsonl")});
  RawClient client(served.port());
  client.send("GET /things/t/jobs/j HTTP/1.1\r\nHost: h\r\n\r\n");
  // The answer to a later request shows that the first one was read: one worker, in order of arrival.
  CHECK(served.get("/nothing").starts_with("HTTP/1.1 400 "));
  served.process().send_signal(SIGTERM);
  served.process().send_signal(SIGINT);  // another one: two of a kind may arrive as one
  const Outcome outcome = served.process().finish();
  CHECK_FALSE(outcome.timed_out);
  CHECK(outcome.exit_code == 0);
  std::ifstream journal(folder.file("journal.jsonl"));
  std::string line;
  REQUIRE((std::getline(journal, line) && std::getline(journal, line)));
  CHECK(nlohmann::json::parse(line).at("close_reason") == "server-stopped");
}

TEST_CASE("a second signal ends a server that is stuck while it starts", "[cli][serve]") {
  const SignalFolder folder;
  REQUIRE(::mkfifo(folder.file("ready").c_str(), 0600) == 0);  // nobody reads it
  Process process({jobrig::test::jobrig_program(), "serve", "--journal", folder.file("journal.jsonl"), "--ready-file",
                   folder.file("ready")});
  const auto deadline = std::chrono::steady_clock::now() + jobrig::test::kHangGuard;
  while (!fs::exists(folder.file("journal.jsonl"))) {  // created just before the ready file is written
    REQUIRE(std::chrono::steady_clock::now() < deadline);
    std::this_thread::yield();
  }
  process.send_signal(SIGTERM);
  process.send_signal(SIGINT);
  const Outcome outcome = process.finish();
  CHECK_FALSE(outcome.timed_out);
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err == "jobrig: ended at once by a second signal\n");
}

TEST_CASE("a server with few descriptors says so or serves until it is told to stop", "[cli][serve]") {
  const SignalFolder folder;
  int served = 0;
  for (int limit = 4; limit < 64; ++limit) {
    CAPTURE(limit);
    Process process({"/bin/sh", "-c", "ulimit -n " + std::to_string(limit) + "; exec \"$0\" \"$@\"",
                     jobrig::test::jobrig_program(), "serve", "--admin", "127.0.0.1:0", "--workers", "2", "--journal",
                     folder.file("journal.jsonl")});
    const bool ready = process.next_line().has_value();
    process.send_signal(SIGTERM);
    const Outcome outcome = process.finish();
    CHECK_FALSE(outcome.timed_out);
    if (ready) {
      ++served;
      CHECK(outcome.exit_code == 0);
    } else {
      CHECK(outcome.exit_code != 0);
      CHECK_FALSE(outcome.err.empty());
    }
  }
  CHECK(served > 0);
}
