// ci/host-check: it notices harm to the machine, and jobrig does none.
#include <filesystem>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/conform_bench.h"
#include "support/paths.h"

using namespace jobrig;
using Bench = test::ConformBench;

namespace {

/// Runs a command under the check, with the bench's folder as the home folder.
test::Outcome checked(const Bench& bench, std::vector<std::string> words) {
  words.insert(words.begin(), (test::source_folder() / "ci/host-check").string());
  test::ProcessOptions options;
  options.environment = {{"HOME", bench.path().string()}};
  return test::run(words, options);
}

/// A shell's command that kills with `signal` each of its children that it did not start.
/// It waits until the signal has had its effect: a busy machine delivers it later.
std::string kill_children(const std::string& signal) {
  return "for file in /proc/[0-9]*/stat; do set -- $(cat $file 2>/dev/null) x x x x; "
         "if [ \"$4\" = $$ ] && [ \"$2\" = '(sleep)' ]; then kill -" +
         signal + " $1; while [ \"$(cut -d ' ' -f 3 /proc/$1/stat 2>/dev/null)\" = S ]; do :; done; fi; done";
}

}  // namespace

TEST_CASE("a command that does no harm ends with its own exit code", "[cli][host]") {
  const Bench bench;
  const test::Outcome outcome = checked(bench, {"/bin/sh", "-c", "echo out; exit 7"});
  CAPTURE(outcome.err);
  CHECK(outcome.exit_code == 7);
  CHECK(outcome.out == "out\n");
  CHECK(test::holds(outcome.err, "are as they were"));
}

TEST_CASE("a command that ends or stops a process that is not its own is reported", "[cli][host]") {
  const Bench bench;
  const test::Outcome killed = checked(bench, {"/bin/sh", "-c", kill_children("KILL")});
  CAPTURE(killed.err);
  CHECK(killed.exit_code == 1);
  CHECK(test::holds(killed.err, " that was a child of the command from the start was ended\n"));
  const test::Outcome stopped = checked(bench, {"/bin/sh", "-c", kill_children("STOP")});
  CAPTURE(stopped.err);
  CHECK(stopped.exit_code == 1);
  CHECK(test::holds(stopped.err, " that was a child of the command from the start was stopped\n"));
}

TEST_CASE("a command that changes or removes a file of the user is reported", "[cli][host]") {
  const Bench bench;
  bench.write("mine", "text");
  const std::string file = bench.file("mine");
  const test::Outcome changed = checked(bench, {"/bin/chmod", "611", file});
  CHECK(changed.exit_code == 1);
  CHECK(test::holds(changed.err, "harm: " + file + " was -rw"));
  CHECK(test::holds(changed.err, " and is -rw---x--x "));
  const test::Outcome removed = checked(bench, {"/bin/rm", file});
  CHECK(removed.exit_code == 1);
  CHECK(test::holds(removed.err, " and is gone\n"));
}

TEST_CASE("conform harms nothing of the machine that it runs on", "[cli][host]") {
  const Bench bench;
  const test::Outcome outcome =
      checked(bench, {test::jobrig_program(), "conform", "--cases", bench.file("cases"), "--run", "ok", "--adapter",
                      "--", "/usr/bin/python3", bench.file("client.py")});
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 0);
  CHECK_FALSE(test::holds(outcome.err, "harm"));
}
