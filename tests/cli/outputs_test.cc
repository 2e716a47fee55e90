// What a command does with the paths that it is told to write to: links, FIFOs and modes stay, and a path that cannot
// be written is said before anything is done.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "report/catalogue.h"
#include "support/catch.h"
#include "support/process.h"
#include "support/run_fixture.h"
#include "support/served.h"
#include "support/temporary_folder.h"

using jobrig::test::Outcome;
using jobrig::test::run_jobrig;
using jobrig::test::Served;
namespace fs = std::filesystem;

namespace {

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

mode_t mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status.st_mode;
}

/// A folder with the results of a run in run.json.
struct Outputs : jobrig::test::TemporaryFolder {
  Outputs() {
    const std::vector<jobrig::model::RunResult> runs{jobrig::test::other_client_run()};
    json = jobrig::report::write_report(jobrig::report::catalogue()[1], runs);
    std::ofstream(file("run.json"), std::ios::binary) << json;
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (path() / name).string(); }
  /// Of `jobrig report`, which writes its JSON there.
  [[nodiscard]] Outcome report_to(const std::string& path) const {
    return run_jobrig({"report", file("run.json"), "--json", path});
  }

  std::string json;
};

}  // namespace

TEST_CASE_METHOD(Outputs, "a report goes through links and keeps the mode of the file behind them", "[cli][outputs]") {
  std::ofstream(file("target")) << "old";
  REQUIRE(::chmod(file("target").c_str(), 0600) == 0);
  fs::create_symlink("target", file("link"));
  CHECK(report_to(file("link")).exit_code == 0);
  CHECK(content(file("target")) == json);
  CHECK(mode_of(file("target")) == (S_IFREG | 0600U));
  CHECK(S_ISLNK(mode_of(file("link"))));
}

TEST_CASE_METHOD(Outputs, "a report goes through a FIFO to whoever reads it", "[cli][outputs]") {
  REQUIRE(::mkfifo(file("fifo").c_str(), 0600) == 0);
  std::string received;
  const int fifo = ::open(file("fifo").c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(fifo >= 0);
  const std::string end = "the end";  // written by this test, so that the reader ends whatever the program did
  std::thread reader([&] {
    std::array<char, 4096> buffer{};
    while (!received.ends_with(end)) {
      received.append(buffer.data(), static_cast<std::size_t>(::read(fifo, buffer.data(), buffer.size())));
    }
  });
  const Outcome outcome = report_to(file("fifo"));
  const ssize_t written = ::write(fifo, end.data(), end.size());
  reader.join();
  ::close(fifo);
  CHECK(written == static_cast<ssize_t>(end.size()));
  CHECK(outcome.exit_code == 0);
  CHECK(received == json + end);
  CHECK(S_ISFIFO(mode_of(file("fifo"))));
}

TEST_CASE_METHOD(Outputs, "a report to a descriptor by its name goes there alone", "[cli][outputs]") {
  const Outcome outcome = report_to("/proc/self/fd/1");
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err.empty());
  CHECK(outcome.out == json);
}

TEST_CASE_METHOD(Outputs, "a path that cannot be written stops report before it writes another", "[cli][outputs]") {
  const Outcome outcome =
      run_jobrig({"report", file("run.json"), "--html", file("fine.html"), "--json", file("nowhere/run.json")});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err == "jobrig: cannot write " + file("nowhere/run.json") + ": No such file or directory\n");
  CHECK_FALSE(fs::exists(file("fine.html")));
}

TEST_CASE_METHOD(Outputs, "a path that cannot be written stops conform before it starts the client", "[cli][outputs]") {
  const Outcome outcome = run_jobrig(
      {"conform", "--run", "request/next", "--json", path().string(), "--", "/bin/touch", file("client-was-here")});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == "jobrig: cannot write " + path().string() + ": Is a directory\n");
  CHECK_FALSE(fs::exists(file("client-was-here")));
}

TEST_CASE_METHOD(Outputs, "a ready file goes through links", "[cli][outputs]") {
  fs::create_symlink("ready.json", file("link"));
  const Served served({"--ready-file", file("link")});
  CHECK(content(file("ready.json")) == served.line() + "\n");
  CHECK(S_ISLNK(mode_of(file("link"))));
}

TEST_CASE_METHOD(Outputs, "only its owner can read a ready file with a token", "[cli][outputs]") {
  std::ofstream(file("old.json")) << "old";
  REQUIRE(::chmod(file("old.json").c_str(), 0644) == 0);
  const auto name = GENERATE("new.json", "old.json");
  const Served served({"--admin", "0.0.0.0:0", "--ready-file", file(name)});
  CHECK(content(file(name)) == served.line() + "\n");
  CHECK(mode_of(file(name)) == (S_IFREG | 0600U));
}

TEST_CASE_METHOD(Outputs, "a ready file that cannot be written is said before the port is taken", "[cli][outputs]") {
  const Outcome outcome = run_jobrig({"serve", "--listen", "nowhere:x", "--ready-file", path().string()});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.err == "jobrig: cannot write " + path().string() + ": Is a directory\n");
}

TEST_CASE_METHOD(Outputs, "an empty value is no value", "[cli][outputs]") {
  const Outcome outcome = run_jobrig({"serve", "--journal", ""});
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == "jobrig: --journal needs a value: --journal FILE\njobrig: see jobrig serve --help\n");
}
