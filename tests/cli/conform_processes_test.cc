// The processes of a conformance run: nothing of a client outlives jobrig, however jobrig ends, and nothing else is
// touched.
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "drive/process_table.h"
#include "support/catch.h"
#include "support/conform_bench.h"

using namespace jobrig;
using namespace std::chrono_literals;
using Bench = test::ConformBench;

namespace {

/// A named pipe from which the test reads what a client writes.
class ReadPipe {
 public:
  explicit ReadPipe(const std::string& path) {
    REQUIRE(::mkfifo(path.c_str(), S_IRUSR | S_IWUSR) == 0);
    descriptor_ = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    REQUIRE(descriptor_ >= 0);
  }
  ReadPipe(const ReadPipe&) = delete;
  ReadPipe& operator=(const ReadPipe&) = delete;
  ~ReadPipe() { ::close(descriptor_); }

  /// Waits for so many numbers, one a line.
  [[nodiscard]] std::vector<int> numbers(std::size_t count) const {
    std::string text;
    while (static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) < count) {
      constexpr std::chrono::milliseconds kGuard = test::kHangGuard;
      pollfd waited{descriptor_, POLLIN, 0};
      REQUIRE(::poll(&waited, 1, static_cast<int>(kGuard.count())) > 0);
      std::array<char, 256> block{};
      const ssize_t got = ::read(descriptor_, block.data(), block.size());
      text.append(block.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    }
    std::istringstream lines(text);
    return {std::istream_iterator<int>(lines), {}};
  }

 private:
  int descriptor_;
};

std::string text_of(const std::string& path) {
  std::ifstream stream(path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// `exec jobrig conform …` for a shell, over the bench's case `ok`; `client` begins with the program.
std::string exec_conform(const Bench& bench, const std::string& client) {
  return "exec " + test::jobrig_program() + " conform --cases " + bench.file("cases") + " --run ok -- " + client;
}

/// The children of a process.
std::vector<int> children_of(int id) {
  std::vector<int> children;
  for (const drive::ProcessRow& row : drive::process_table()) {
    if (row.parent == id) {
      children.push_back(row.id);
    }
  }
  return children;
}

/// A client with a child in its group, one in a session of its own, and one without its environment. Each writes its id
/// to the pipe that is the first argument.
constexpr std::string_view kFamily = R"(#!/bin/sh
exec 3> "$1"
sh -c 'echo $$ >&3; exec sleep 1000 3>&-' &
setsid sh -c 'echo $$ >&3; exec sleep 1000 3>&-' &
env -i sh -c 'echo $$ >&3; exec sleep 1000 3>&-' &
echo $$ >&3
exec 3>&-
wait
)";

}  // namespace

TEST_CASE("a process that was there before the run is spared", "[cli][conform]") {
  const Bench bench;
  test::Process shell({"/bin/bash", "-c", "sleep 1000 & echo $!; " + exec_conform(bench, "/bin/true")});
  const auto before = shell.next_line();
  REQUIRE(before);
  CHECK(shell.finish().exit_code == 1);  // its client asks for nothing
  CHECK_FALSE(test::wait_until_gone(std::stoi(*before), 0ms));
}

TEST_CASE("an orphan of a process that was there before the run is spared", "[cli][conform]") {
  const Bench bench;
  REQUIRE(::mkfifo(bench.file("go").c_str(), S_IRUSR | S_IWUSR) == 0);
  // The client ends once the orphan has become a child of jobrig.
  bench.write("client.sh", "echo go > " + bench.file("go") + "\norphan=$(cat " + bench.file("orphan") +
                               ")\nwhile [ \"$(cut -d' ' -f4 /proc/$orphan/stat)\" != $PPID ]; do :; done\n");
  test::Process shell({"/bin/bash", "-c",
                       "(setsid sleep 1000 & echo $! > " + bench.file("orphan") + "; echo $!; read go < " +
                           bench.file("go") + ") & " + exec_conform(bench, "/bin/sh " + bench.file("client.sh"))});
  const auto orphan = shell.next_line();
  REQUIRE(orphan);
  CHECK(shell.finish().exit_code == 1);
  CHECK_FALSE(test::wait_until_gone(std::stoi(*orphan), 0ms));
  ::kill(std::stoi(*orphan), SIGKILL);
}

TEST_CASE("no process of a client outlives jobrig however jobrig ends", "[cli][conform]") {
  struct Way {
    int signal;
    bool reports;
  };
  const Way way = GENERATE(Way{SIGTERM, true}, Way{SIGINT, true}, Way{SIGHUP, true}, Way{SIGQUIT, true},
                           Way{SIGKILL, false}, Way{SIGABRT, false}, Way{SIGSTKFLT, false});
  CAPTURE(way.signal);
  const Bench bench;
  bench.write("client.sh", std::string(kFamily));
  const ReadPipe ids(bench.file("ids"));
  test::Process jobrig({test::jobrig_program(), "conform", "--cases", bench.file("cases"), "--run", "ok", "--deadline",
                        "90s", "--json", bench.file("run.json"), "--", "/bin/sh", bench.file("client.sh"),
                        bench.file("ids")});
  std::vector<int> processes = ids.numbers(4);
  const std::vector<int> children = children_of(jobrig.id());
  CHECK(children.size() >= 2);  // the client, and what ends it should jobrig not be able to
  processes.insert(processes.end(), children.begin(), children.end());
  jobrig.send_signal(way.signal);
  const test::Outcome outcome = jobrig.finish();
  CAPTURE(outcome.out, outcome.err);
  CHECK_FALSE(outcome.timed_out);
  if (way.reports) {
    CHECK(outcome.exit_code == 130);
    CHECK(test::holds(text_of(bench.file("run.json")), "\"interrupted\": true"));
  }
  for (const int process : processes) {
    CHECK(test::wait_until_gone(process));
  }
}

TEST_CASE("a client gets the caller's limit of descriptors and mask of signals", "[cli][conform]") {
  // Not shells: they change the mask.
  const Bench bench;
  bench.write("caller.py", R"(import os, resource, signal, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (300, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
signal.pthread_sigmask(signal.SIG_SETMASK, [signal.SIGUSR1])
os.execv(sys.argv[1], sys.argv[1:])
)");
  bench.write("client.py", R"(import resource, signal, sys
with open(sys.argv[1], "w") as file:
    print(resource.getrlimit(resource.RLIMIT_NOFILE)[0], [one.name for one in signal.pthread_sigmask(0, [])], file=file)
)");
  const test::Outcome outcome = test::run({"/usr/bin/python3", bench.file("caller.py"), test::jobrig_program(),
                                           "conform", "--cases", bench.file("cases"), "--run", "ok", "--",
                                           "/usr/bin/python3", bench.file("client.py"), bench.file("seen")});
  CAPTURE(outcome.out, outcome.err);
  CHECK(text_of(bench.file("seen")) == "300 ['SIGUSR1']\n");
}

TEST_CASE("an adapter that repeats its result without end fails its case and is ended", "[cli][conform]") {
  const Bench bench;
  bench.write("flood.py", R"(import json, sys, urllib.request
def say(message): print(json.dumps(message), flush=True)
sys.stdin.readline()
say({"type": "hello", "protocol": 1, "client": "flood", "version": "1", "features": []})
order = json.loads(sys.stdin.readline())
names = order["arguments"]
with urllib.request.urlopen(f'{order["endpoint"]}/things/{names["thingName"]}/jobs/{names["jobId"]}') as answer:
    result = {"type": "result", "id": order["id"], "outcome": "success", "response": json.load(answer)}
while True:
    say(result)
)");
  const test::Outcome outcome =
      bench.conform({"--jobs", "1", "--adapter", "--", "/usr/bin/python3", bench.file("flood.py")});
  CAPTURE(outcome.out, outcome.err);
  CHECK_FALSE(outcome.timed_out);
  CHECK(outcome.exit_code == 1);
  CHECK(test::holds(outcome.out, "the client wrote more than 1 MiB "));
  CHECK(test::holds(outcome.out, "\n  reason        the client wrote a second result for call 1\n"));
  CHECK(test::ends(outcome.out, test::must_line(0, 2) + test::failed_lines("client protocol", 1, "ok") +
                                    "  not called (1): twice\n"));
}

TEST_CASE("the longest deadline is far away", "[cli][conform]") {
  const Bench bench;
  const test::Outcome outcome = bench.conform(bench.adapter({"--run", "ok", "--deadline", "365d"}));
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 0);
  CHECK(test::ends(outcome.out, "\n1 passed\n" + test::must_line(1, 0)));
}

TEST_CASE("a second signal ends a run that cannot end in time", "[cli][conform]") {
  // Nothing reads the pipe: the report cannot be written.
  const Bench bench;
  REQUIRE(::mkfifo(bench.file("run.json").c_str(), S_IRUSR | S_IWUSR) == 0);
  const ReadPipe ids(bench.file("ids"));
  test::Process jobrig({test::jobrig_program(), "conform", "--cases", bench.file("cases"), "--run", "ok", "--deadline",
                        "90s", "--json", bench.file("run.json"), "--", "/bin/sh", "-c",
                        "echo $$ > " + bench.file("ids") + "; exec sleep 1000"});
  const std::vector<int> client = ids.numbers(1);
  jobrig.send_signal(SIGTERM);
  REQUIRE(test::wait_until_gone(client.front()));
  // Whether the run is over or not, it now hangs in the report or ends: a signal always ends it.
  jobrig.send_signal(SIGTERM);
  const test::Outcome outcome = jobrig.finish();
  CHECK_FALSE(outcome.timed_out);
}
