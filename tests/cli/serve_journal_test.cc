// The journal file of `jobrig serve`: what it does to the file that is there, and what it does when nothing can be
// written.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "contract/schemas.h"
#include "support/catch.h"
#include "support/paths.h"
#include "support/process.h"
#include "support/raw_client.h"
#include "support/sanitized.h"
#include "support/served.h"
#include "support/temporary_folder.h"

using jobrig::test::HttpAnswer;
using jobrig::test::Outcome;
using jobrig::test::Process;
using jobrig::test::RawClient;
using jobrig::test::run_jobrig;
using jobrig::test::Served;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr const char* kJournalScenario = "things: {t: {j: {status: QUEUED}}}\n";
constexpr const char* kOld = "{\"number\":1,\"connection\":1}\n";  // what a journal may hold already

std::string journal_content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct JournalFolder : jobrig::test::TemporaryFolder {
  JournalFolder() { write("scenario.yaml", kJournalScenario); }
  [[nodiscard]] std::string file(const std::string& name) const { return (path() / name).string(); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(file(name)) << text; }
  [[nodiscard]] std::string scenario() const { return file("scenario.yaml"); }
  [[nodiscard]] std::string journal() const { return file("journal.jsonl"); }
  /// The numbers of the exchanges in a journal, each of whose lines must be whole.
  [[nodiscard]] std::vector<std::uint64_t> numbers(const std::string& name) const {
    std::vector<std::uint64_t> numbers;
    std::ifstream lines(file(name));
    for (std::string line; std::getline(lines, line);) {
      numbers.push_back(json::parse(line).at("number"));
    }
    return numbers;
  }
};

void ask_once(const Served& served) { CHECK(served.get("/things/t/jobs/j").starts_with("HTTP/1.1 200 ")); }

/// jobrig with the words, started by a shell after `limits`, such as `ulimit -f 0`.
std::vector<std::string> limited(const std::string& limits, std::vector<std::string> words) {
  words.insert(words.begin(), {"/bin/sh", "-c", limits + "; exec \"$0\" \"$@\"", jobrig::test::jobrig_program()});
  return words;
}

void wait_until(const std::function<bool()>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + jobrig::test::kHangGuard;
  while (!holds()) {
    REQUIRE(std::chrono::steady_clock::now() < deadline);
    std::this_thread::yield();
  }
}

}  // namespace

TEST_CASE("a server that cannot start leaves the journal as it is", "[cli][serve][journal]") {
  const JournalFolder folder;
  folder.write("journal.jsonl", kOld);
  const Served other({folder.scenario()});
  const std::string taken = "127.0.0.1:" + std::to_string(other.port());
  for (const std::string option : {"--listen", "--admin"}) {
    const Outcome outcome = run_jobrig({"serve", folder.scenario(), option, taken, "--journal", folder.journal()});
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.err.find("in use") != std::string::npos);
    CHECK(journal_content(folder.journal()) == kOld);
  }
}

TEST_CASE("a restarted server appends to its journal", "[cli][serve][journal]") {
  const JournalFolder folder;
  for (int run = 0; run < 2; ++run) {
    Served served({folder.scenario(), "--journal", folder.journal()});
    ask_once(served);
    ask_once(served);
    CHECK(served.stop().exit_code == 0);
  }
  CHECK(folder.numbers("journal.jsonl") == std::vector<std::uint64_t>{1, 2, 1, 2});
}

TEST_CASE("a file that is not a journal is refused and stays as it is", "[cli][serve][journal]") {
  const JournalFolder folder;
  const Outcome outcome = run_jobrig({"serve", folder.scenario(), "--journal", folder.scenario()});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == "jobrig: cannot write the journal " + folder.scenario() +
                           ": the file is not empty and not a journal; name another file or remove this one\n");
  CHECK(journal_content(folder.scenario()) == kJournalScenario);
}

TEST_CASE("after a rename and SIGHUP the journal goes on in a new file", "[cli][serve][journal]") {
  const JournalFolder folder;
  Served served({folder.scenario(), "--journal", folder.journal()});
  ask_once(served);
  fs::rename(folder.journal(), folder.file("old.jsonl"));
  ask_once(served);
  wait_until([&] {
    const std::string old = journal_content(folder.file("old.jsonl"));
    return std::count(old.begin(), old.end(), '\n') == 2;
  });
  served.process().send_signal(SIGHUP);
  wait_until([&] { return fs::exists(folder.journal()); });
  ask_once(served);
  CHECK(served.stop().exit_code == 0);
  CHECK(folder.numbers("old.jsonl") == std::vector<std::uint64_t>{1, 2});
  CHECK(folder.numbers("journal.jsonl") == std::vector<std::uint64_t>{3});
}

TEST_CASE("a truncated journal has no gap at its beginning", "[cli][serve][journal]") {
  const JournalFolder folder;
  Served served({folder.scenario(), "--journal", folder.journal()});
  ask_once(served);
  wait_until([&] { return !journal_content(folder.journal()).empty(); });
  fs::resize_file(folder.journal(), 0);
  ask_once(served);
  CHECK(served.stop().exit_code == 0);
  CHECK(folder.numbers("journal.jsonl") == std::vector<std::uint64_t>{2});
}

TEST_CASE("a journal on a full disk is told at the end and the exit code is 2", "[cli][serve][journal]") {
  if (jobrig::test::kThreadSanitized) {
    SUCCEED("the limit of file sizes also holds for the memory of the thread sanitizer");
    return;
  }
  const JournalFolder folder;
  Process process(limited("ulimit -f 0", {"serve", folder.scenario(), "--journal", folder.journal()}));
  const auto line = process.next_line();
  REQUIRE(line.has_value());
  const auto port = jobrig::test::port_of(json::parse(*line).at("endpoint"));
  CHECK(jobrig::test::ask(port, "GET", "/things/t/jobs/j").status == 200);
  process.send_signal(SIGTERM);
  const Outcome outcome = process.finish();
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err.find("the journal " + folder.journal() + " lacks 1 exchange: File too large\n") !=
        std::string::npos);
  CHECK(journal_content(folder.journal()).empty());
}

TEST_CASE("kills and stops and rotations at random moments under load lose nothing", "[cli][serve][journal]") {
  // The window is a hang guard here: how much a kill may cost depends on the machine. ci/soak/journal measures it.
  const Outcome outcome =
      jobrig::test::run({"/usr/bin/python3", "-B", (jobrig::test::source_folder() / "ci/soak/journal.py").string(),
                         jobrig::test::jobrig_program(), "--kills", "8", "--stops", "4", "--rotations", "5", "--window",
                         "90", "--seed", "1"});
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.out.find("4 stops: ") != std::string::npos);
  CHECK(outcome.out.find("5 rotations by copy and truncation: ") != std::string::npos);
}

TEST_CASE("a server whose ready line cannot be written ends with 2", "[cli][serve]") {
  if (jobrig::test::kThreadSanitized) {
    SUCCEED("the limit of file sizes also holds for the memory of the thread sanitizer");
    return;
  }
  const JournalFolder folder;
  std::vector<std::string> words = limited("ulimit -f 0", {"serve", folder.scenario()});
  words[2] = "ulimit -f 0; exec \"$0\" \"$@\" >" + folder.file("stdout");
  const Outcome outcome = jobrig::test::run(words);
  CHECK_FALSE(outcome.timed_out);
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err == "jobrig: cannot write to standard output\n");
}

TEST_CASE("a journal that nobody reads stops neither the answers nor the end", "[cli][serve][journal]") {
  const JournalFolder folder;
  REQUIRE(::mkfifo(folder.journal().c_str(), 0600) == 0);
  Served served({folder.scenario(), "--admin", "127.0.0.1:0", "--journal", folder.journal()});
  RawClient client(served.port());
  // Together 80 MB; the queue holds 64 MiB and the pipe 64 KiB.
  const std::string request =
      jobrig::test::http_request("POST", "/things/t/jobs/j", std::string(1'000'000, ' '), "Connection: keep-alive\r\n");
  for (int i = 0; i < 80; ++i) {
    client.send(request);
    CHECK(client.receive_answer().starts_with("HTTP/1.1 400 "));
  }
  // A response can arrive before its exchange is recorded.
  wait_until([&] {
    const std::string metrics = served.admin("GET", "/metrics").body;
    return metrics.find("{operation=\"UpdateJobExecution\",status=\"400\"} 80\n") != std::string::npos;
  });
  const HttpAnswer health = served.admin("GET", "/health");
  CHECK(health.status == 503);
  CHECK(jobrig::contract::validate_component("admin.openapi.json", "Health", health.body).empty());
  CHECK(health.json().at("status") == "failing");
  CHECK(health.json().at("journal").at("problem") == "its reader is too slow");
  const std::uint64_t dropped = health.json().at("journal").at("dropped");
  CHECK(dropped > 0);
  CHECK(served.admin("GET", "/metrics")
            .body.find("\njobrig_journal_file_dropped_total " + std::to_string(dropped) + "\n") != std::string::npos);

  // Once it is read, the journal says how many are missing, and all is well again.
  const int reader = ::open(folder.journal().c_str(), O_RDONLY | O_CLOEXEC);
  const std::string event = R"({"event":"dropped","exchanges":)" + std::to_string(dropped) + ",";
  std::string text;
  std::array<char, 65536> buffer{};
  while (text.find(event) == std::string::npos) {
    const ssize_t size = ::read(reader, buffer.data(), buffer.size());
    REQUIRE(size > 0);
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
  CHECK(served.admin("GET", "/health").status == 200);
  const Outcome outcome = served.stop();
  ::close(reader);
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err.find("lacks " + std::to_string(dropped) + " exchanges: its reader is too slow\n") !=
        std::string::npos);
}

TEST_CASE("SIGTERM ends a server whose journal nobody reads", "[cli][serve][journal]") {
  const JournalFolder folder;
  REQUIRE(::mkfifo(folder.journal().c_str(), 0600) == 0);
  Served served({folder.scenario(), "--journal", folder.journal()});
  RawClient client(served.port());
  client.send(jobrig::test::http_request("POST", "/things/t/jobs/j", std::string(1'000'000, ' ')));
  CHECK(client.receive_answer().starts_with("HTTP/1.1 400 "));
  const Outcome outcome = served.stop();
  CHECK_FALSE(outcome.timed_out);
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err == "jobrig: the journal " + folder.journal() + " lacks 1 exchange: no process reads it\n");
}
