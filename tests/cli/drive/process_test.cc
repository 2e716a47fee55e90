// Client programs while they run and when they end: no process of them remains, whatever they do.
#include "drive/process.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "drive/process_table.h"
#include "drive/waiting.h"
#include "support/catch.h"
#include "support/process.h"

using namespace jobrig;
using namespace std::chrono_literals;
using drive::WaitResult;

namespace {

// A program with everything that is needed to start it.
struct Running {
  drive::StopFlag stop;
  drive::ProcessSupervisor supervisor;
  std::unique_ptr<drive::Process> process;

  explicit Running(const std::string& script, bool input = false) {
    auto started = drive::Process::start(supervisor, stop,
                                         {{"/bin/sh", "-c", script}, {"PATH=/usr/bin:/bin", "WORD=here"}, input});
    REQUIRE(started.ok());
    process = std::move(*started);
  }
  [[nodiscard]] std::string line() const {
    std::string line;
    REQUIRE(process->read_line(line, drive::monotonic_now() + test::kHangGuard) == WaitResult::kDone);
    return line;
  }
};

base::Monotonic in(std::chrono::milliseconds time) { return drive::monotonic_now() + time; }
/// A hang guard: expected events happen within this time on any machine.
base::Monotonic in_time() { return in(test::kHangGuard); }

bool is_stopped(const std::string& id) {
  const auto table = drive::process_table();
  return std::any_of(table.begin(), table.end(),
                     [&](const drive::ProcessRow& row) { return row.id == std::stoi(id) && row.state == 'T'; });
}

bool is_gone(const std::string& id) { return ::kill(std::stoi(id), 0) != 0; }

}  // namespace

TEST_CASE("a client's exit code and outputs are kept apart", "[cli][drive]") {
  const Running running("echo out; echo err $WORD $HOME >&2; exit 7");
  CHECK(running.process->wait_for_end(in_time()) == WaitResult::kDone);
  const auto end = running.process->end();
  CHECK(end.exit_code == 7);
  CHECK_FALSE(end.killed);
  CHECK_FALSE(end.signalled);
  CHECK(end.left_behind == 0);
  CHECK(running.process->out().kept() == "out\n");
  CHECK(running.process->err().kept() == "err here\n");
}

TEST_CASE("of endless outputs the begin of one and the end of the other are kept", "[cli][drive]") {
  const Running running("head -c 3000000 /dev/zero | tr '\\0' a; head -c 3000000 /dev/zero >&2; echo last >&2");
  CHECK(running.process->wait_for_end(in_time()) == WaitResult::kDone);
  CHECK(running.process->end().exit_code == 0);
  CHECK(running.process->out().kept() == std::string(drive::Output::kMax, 'a'));
  CHECK(running.process->out().bytes() == 3'000'000);
  CHECK(running.process->err().kept().size() == drive::Output::kMax);
  CHECK(running.process->err().kept().ends_with("last\n"));
  CHECK(running.process->err().bytes() == 3'000'005);
}

TEST_CASE("a client that prints without end does not outrun its deadline", "[cli][drive]") {
  const Running running("exec yes");
  const auto begin = drive::monotonic_now();
  CHECK(running.process->wait_for_end(in(100ms)) == WaitResult::kDeadline);
  const auto end = running.process->end();
  CHECK(end.killed);
  CHECK(end.exit_code == 128 + SIGTERM);
  CHECK(drive::monotonic_now() - begin < test::kHangGuard);
}

TEST_CASE("a client that ignores SIGTERM is killed after the grace", "[cli][drive]") {
  const Running running("trap '' TERM; echo ready; while :; do sleep 1000; done", true);
  REQUIRE(running.line() == "ready");
  const auto end = running.process->end();
  CHECK(end.exit_code == 128 + SIGKILL);
  CHECK(end.killed);
  CHECK(end.complete);
}

TEST_CASE("a client that stopped itself hears SIGTERM", "[cli][drive]") {
  const Running running("echo $$; kill -STOP $$; echo never", true);
  const std::string id = running.line();
  while (!is_stopped(id)) {
  }
  CHECK(running.process->wait_for_end(in(100ms)) == WaitResult::kDeadline);
  CHECK(running.process->end().exit_code == 128 + SIGTERM);
}

TEST_CASE("a grandchild in the group is ended and counted", "[cli][drive]") {
  const Running running("sleep 1000 & echo $!; exit 0", true);
  const std::string child = running.line();
  CHECK(running.process->wait_for_end(in_time()) == WaitResult::kDone);
  const auto end = running.process->end();
  CHECK(end.exit_code == 0);
  CHECK(end.left_behind == 1);
  CHECK(end.complete);
  CHECK(is_gone(child));
}

TEST_CASE("a grandchild with a session of its own is ended too", "[cli][drive]") {
  const Running running("setsid sh -c 'echo $$; exec sleep 1000' & wait", true);
  const std::string child = running.line();
  const auto end = running.process->end();
  CHECK(end.left_behind >= 1);
  CHECK(end.complete);
  CHECK(is_gone(child));
}

TEST_CASE("who forks twice and leaves the group does not escape", "[cli][drive]") {
  const Running running("(setsid sh -c 'sh -c \"echo \\$\\$; exec sleep 1000\" & wait' &) ; sleep 1000", true);
  const std::string child = running.line();
  const auto end = running.process->end();
  CHECK(end.complete);
  CHECK(is_gone(child));
}

TEST_CASE("ending one tree spares another's orphans", "[cli][drive]") {
  // The orphan starts no program: during a fork, the owner of a process cannot be determined.
  Running first("(setsid sh -c 'echo $$; kill -STOP $$' &) ; sleep 1000", true);
  const std::string orphan = first.line();
  auto second = drive::Process::start(first.supervisor, first.stop, {{"/bin/true"}, {"PATH=/usr/bin:/bin"}, false});
  REQUIRE(second.ok());
  CHECK((*second)->wait_for_end(in_time()) == WaitResult::kDone);
  CHECK((*second)->end().left_behind == 0);
  CHECK_FALSE(is_gone(orphan));
  first.process->end();
  CHECK(is_gone(orphan));
}

TEST_CASE("a child that keeps the pipes open delays no caller", "[cli][drive]") {
  const Running running("(while :; do echo noise; done) & exit 3");
  CHECK(running.process->wait_for_end(in_time()) == WaitResult::kDone);
  CHECK(running.process->end().exit_code == 3);
}

TEST_CASE("a client inherits none of our descriptors", "[cli][drive]") {
  const int open = ::open("/dev/null", O_RDONLY);  // without close-on-exec, on purpose
  REQUIRE(open > 2);
  const Running running("ls /proc/self/fd | sort -n | tail -1");
  CHECK(running.process->wait_for_end(in_time()) == WaitResult::kDone);
  ::close(open);
  running.process->end();
  CHECK(running.process->out().kept() == "3\n");  // 3 is the folder that ls reads
}

TEST_CASE("a client's signals are as they are by default", "[cli][drive]") {
  const Running running("grep SigBlk /proc/self/status | cut -f2; grep SigIgn /proc/self/status | cut -f2");
  CHECK(running.process->wait_for_end(in_time()) == WaitResult::kDone);
  running.process->end();
  std::istringstream masks(running.process->out().kept());
  std::uint64_t blocked = 1;
  std::uint64_t ignored = 1;
  masks >> std::hex >> blocked >> ignored;
  constexpr std::uint64_t kNamed = 0x7fffffff;  // 1 to 31; the C library uses the following ones
  CHECK((blocked & kNamed) == 0);
  CHECK((ignored & kNamed) == 0);
}

TEST_CASE("a child that was there before is not ended with a tree", "[cli][drive]") {
  const test::Process before({"/bin/sh", "-c", "exec sleep 1000"});
  const Running running("exit 0");
  CHECK(running.process->wait_for_end(in_time()) == WaitResult::kDone);
  CHECK(running.process->end().left_behind == 0);
  CHECK_FALSE(test::wait_until_gone(before.id(), 0ms));
}

TEST_CASE("a program that PATH does not have and a folder cannot be started", "[cli][drive]") {
  drive::StopFlag stop;
  drive::ProcessSupervisor supervisor;
  const auto started = drive::Process::start(supervisor, stop, {{"jobrig-is-no-such-client"}, {}, false});
  REQUIRE_FALSE(started.ok());
  CHECK(started.error().message == "cannot start \"jobrig-is-no-such-client\": No such file or directory");
  const auto folder = drive::Process::start(supervisor, stop, {{"/"}, {}, false});
  REQUIRE_FALSE(folder.ok());
  CHECK(folder.error().message == "cannot start \"/\": Permission denied");
}

TEST_CASE("lines go to a client and come back", "[cli][drive]") {
  const Running running("while read line; do echo \"got $line\"; done; echo over", true);
  CHECK(running.process->send_line("one", in_time()) == WaitResult::kDone);
  CHECK(running.line() == "got one");
  CHECK(running.process->send_line("two", in_time()) == WaitResult::kDone);
  running.process->close_input();
  CHECK(running.line() == "got two");
  CHECK(running.line() == "over");
  std::string line;
  CHECK(running.process->read_line(line, in_time()) == WaitResult::kClosed);
}

TEST_CASE("a client that never reads delays no caller beyond the deadline", "[cli][drive]") {
  const Running running("exec sleep 1000", true);
  CHECK(running.process->send_line(std::string(1 << 20U, 'x'), in(100ms)) == WaitResult::kDeadline);
}

TEST_CASE("a line beyond 1 MiB is not waited for", "[cli][drive]") {
  const Running running("head -c 2000000 /dev/zero; sleep 1000", true);
  std::string line;
  CHECK(running.process->read_line(line, in_time()) == WaitResult::kTooLong);
}

TEST_CASE("a client that closed its stdout never completes its line", "[cli][drive]") {
  const Running running("exec >&-; sleep 1000", true);
  std::string line;
  CHECK(running.process->read_line(line, in_time()) == WaitResult::kClosed);
}

TEST_CASE("the stop flag ends every wait", "[cli][drive]") {
  Running running("exec sleep 1000", true);
  running.stop.raise();
  std::string line;
  CHECK(running.process->read_line(line, in_time()) == WaitResult::kStopped);
  CHECK(running.process->wait_for_end(in_time()) == WaitResult::kStopped);
  CHECK(running.process->end().exit_code == 128 + SIGTERM);
}

TEST_CASE("a client that is not there cannot be started", "[cli][drive]") {
  drive::StopFlag stop;
  drive::ProcessSupervisor supervisor;
  const auto started = drive::Process::start(supervisor, stop, {{"/nowhere/client"}, {}, false});
  REQUIRE_FALSE(started.ok());
  CHECK(started.error().message == "cannot start \"/nowhere/client\": No such file or directory");
}
