// The process runner that the other command-line tests use.
#include "support/process.h"

#include <csignal>
#include <stdexcept>
#include <string>

#include "support/catch.h"

using namespace jobrig;
using namespace std::chrono_literals;

TEST_CASE("a process's exit code and both of its outputs are kept apart", "[cli][process]") {
  const auto outcome = test::run({"/bin/sh", "-c", "echo out; echo err >&2; exit 7"});
  CHECK(outcome.exit_code == 7);
  CHECK(outcome.out == "out\n");
  CHECK(outcome.err == "err\n");
  CHECK_FALSE(outcome.timed_out);
}

TEST_CASE("a process that fills both pipes does not block", "[cli][process]") {
  const auto outcome = test::run(
      {"/bin/sh", "-c", "head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.out.size() == 300000);
  CHECK(outcome.err.size() == 600000);
}

TEST_CASE("a process that hangs is killed with its children at the deadline", "[cli][process]") {
  test::Process process({"/bin/sh", "-c", "sleep 1000 & echo $!; wait"});
  const auto child = process.next_line();
  REQUIRE(child.has_value());
  const auto outcome = process.finish(50ms);
  CHECK(outcome.timed_out);
  CHECK(outcome.exit_code == 128 + SIGKILL);
  CHECK(test::wait_until_gone(std::stoi(*child)));
}

TEST_CASE("a grandchild that keeps the pipes open delays no caller", "[cli][process]") {
  const auto outcome = test::run({"/bin/sh", "-c", "sleep 1000 & echo done"});
  CHECK_FALSE(outcome.timed_out);
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.out == "done\n");
}

TEST_CASE("lines are taken one by one as they come", "[cli][process]") {
  test::Process process({"/bin/sh", "-c", "echo one; echo two; read line; echo got $line"}, {{}, "", "word\n"});
  CHECK(process.next_line() == "one");
  CHECK(process.next_line() == "two");
  CHECK(process.next_line() == "got word");
  CHECK_FALSE(process.next_line().has_value());
  CHECK(process.finish().exit_code == 0);
}

TEST_CASE("a signal ends a process and shows in its exit code", "[cli][process]") {
  test::Process process({"/bin/sh", "-c", "echo ready; sleep 1000"});
  REQUIRE(process.next_line() == "ready");
  process.send_signal(SIGKILL);
  CHECK(process.finish().exit_code == 128 + SIGKILL);
}

TEST_CASE("a process gets the folder and the variables asked for", "[cli][process]") {
  const auto outcome = test::run({"/bin/sh", "-c", "pwd; echo $JOBRIG_WORD"}, {{{"JOBRIG_WORD", "here"}}, "/usr", ""});
  CHECK(outcome.out == "/usr\nhere\n");
}

TEST_CASE("a program that is not there cannot be started", "[cli][process]") {
  CHECK_THROWS_AS(test::run({"/nowhere/program"}), std::runtime_error);
}
