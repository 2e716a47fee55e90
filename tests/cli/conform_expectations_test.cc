// `jobrig conform --expectations`: what a list of known failures excuses, and what fails the run although every failure
// was expected; also repeats with different verdicts.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/conform_bench.h"

using jobrig::test::ends;
using jobrig::test::failed_lines;
using jobrig::test::holds;
using jobrig::test::must_line;
using jobrig::test::Outcome;
using jobrig::test::run_jobrig;

namespace {

// The small client does not retry: `twice` fails by its check `requests`.
struct ExpectationBench : jobrig::test::ConformBench {
  void expect(const std::string& entries) const {
    write("known.yaml", "summary: The small client.\nknown-failures:\n" + entries);
  }
  [[nodiscard]] Outcome judged(std::vector<std::string> options = {}) const {
    options.insert(options.begin(), {"--expectations", file("known.yaml")});
    return conform(adapter(std::move(options)));
  }
};

// Far in the future: these tests are not about expiry.
constexpr const char* kRest = ", reason: It never retries., expires: 9000-01-01}\n";

std::string entry(const std::string& keys) { return "  - {" + keys + kRest; }

}  // namespace

TEST_CASE("a known failure leaves the run green and is told with its reason", "[cli][conform][expectations]") {
  const ExpectationBench bench;
  for (const char* const keys : {"case: twice", "case: twice, check: requests", "case: tw*, verdict: failed"}) {
    bench.expect(entry(keys));
    const Outcome outcome = bench.judged();
    CAPTURE(keys, outcome.out, outcome.err);
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out.rfind("FAILED  twice  expected: It never retries.\n", 0) == 0);
    CHECK(ends(outcome.out, "\n1 failed, 1 passed (1 is a known failure)\n" + must_line(1, 1)));
  }
}

TEST_CASE("a known failure that passes fails the run", "[cli][conform][expectations]") {
  const ExpectationBench bench;
  bench.expect(entry("case: twice") + entry("case: ok"));
  const Outcome outcome = bench.judged();
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out, "PROBLEM  known failure passed: " + bench.file("known.yaml") + ":4: ok is passed\n"));
}

TEST_CASE("a glob is allowed only if all it matches fails", "[cli][conform][expectations]") {
  const ExpectationBench bench;
  bench.expect(entry("case: '*'"));
  const Outcome outcome = bench.judged();
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out, "PROBLEM  known failure passed: " + bench.file("known.yaml") + ":3: ok is passed\n"));
}

TEST_CASE("a known failure that differs fails the run", "[cli][conform][expectations]") {
  const ExpectationBench bench;
  bench.expect(entry("case: twice, verdict: timed-out"));
  const Outcome other = bench.judged();
  CHECK(other.exit_code == 1);
  CHECK(holds(other.out, "known.yaml:3: twice is failed, not timed-out\n"));
  bench.write("cases/twice.yaml", "summary: The first call fails.\n" + std::string(jobrig::test::kCaseHead) +
                                      "rules: [{answers: [{error: ServiceUnavailableException}, documented]}]\n"
                                      "expect: {requests: {count: 2..5}, outcome: success}\n");
  bench.expect(entry("case: twice, check: requests"));
  const Outcome more = bench.judged();
  CHECK(more.exit_code == 1);
  CHECK(holds(more.out,
              "PROBLEM  known failure differs: " + bench.file("known.yaml") + ":3: twice: outcome fails, too\n"));
}

TEST_CASE("a known failure that has expired fails the run", "[cli][conform][expectations]") {
  const ExpectationBench bench;
  bench.expect("  - {case: twice, reason: It never retries., expires: 2001-01-01}\n");
  const Outcome outcome = bench.judged();
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.out.rfind("FAILED  twice  requests\n", 0) == 0);
  CHECK(holds(outcome.out, "PROBLEM  expectation expired: " + bench.file("known.yaml") +
                               ":3: since 2001-01-01T00:00:00Z it excuses twice no longer\n"));
}

TEST_CASE("a known failure that matches nothing fails the run", "[cli][conform][expectations]") {
  const ExpectationBench bench;
  bench.write("cases/signed.yaml", "summary: A call is signed.\nneeds: [signed]\n" +
                                       std::string(jobrig::test::kCaseHead) + "expect: {outcome: success}\n");
  bench.expect(entry("case: twice") + entry("case: signed"));
  const Outcome skipped = bench.judged();
  CHECK(skipped.exit_code == 1);
  CHECK(holds(skipped.out, "PROBLEM  unused known failure: " + bench.file("known.yaml") +
                               ":4: signed was skipped: the client does not declare signed\n"));
  bench.expect(entry("case: twise"));
  const Outcome unknown = bench.judged();
  CHECK(unknown.exit_code == 2);
  CHECK(unknown.out.empty());
  CHECK(holds(unknown.err, "known.yaml:3:12: unknown case \"twise\"; did you mean \"twice\"?\n"));
}

TEST_CASE("expectations of cases that are not selected are left alone", "[cli][conform][expectations]") {
  const ExpectationBench bench;
  bench.expect(entry("case: twice"));
  const Outcome outcome = bench.judged({"--run", "ok"});
  CHECK(outcome.exit_code == 0);
  CHECK(ends(outcome.out, "\n1 passed\n" + must_line(1, 0)));
}

TEST_CASE("no list excuses what could not be run", "[cli][conform][expectations]") {
  const ExpectationBench bench;
  bench.expect(entry("case: '*'"));
  const Outcome outcome = bench.conform({"--expectations", bench.file("known.yaml"), "--adapter", "--", "/bin/true"});
  CHECK(outcome.exit_code == 2);
  CHECK(ends(outcome.out, "\n2 harness error\nMUST: 0 judged, 0 passed, 0 failed; 2 not judged: ok, twice\n" +
                              failed_lines("harness error", 2, "ok twice")));
}

TEST_CASE("a crash is excused only where the list names it", "[cli][conform][expectations]") {
  const ExpectationBench bench;
  bench.write(
      "crash.sh",
      "read hello; echo '{\"type\":\"hello\",\"protocol\":1,\"client\":\"c\"}'; read call\n"
      "curl -s $(echo \"$call\" | sed 's/.*\"endpoint\":\"\\([^\"]*\\)\".*/\\1/')/things/$(echo \"$call\" | sed "
      "'s/.*\"thingName\":\"\\([^\"]*\\)\".*/\\1/')/jobs/j >/dev/null; kill -SEGV $$\n");
  const std::vector<std::string> words{"--expectations", bench.file("known.yaml"), "--run", "ok", "--adapter", "--",
                                       "/bin/sh",        bench.file("crash.sh")};
  bench.expect(entry("case: ok"));
  const Outcome unnamed = bench.conform(words);
  CAPTURE(unnamed.out, unnamed.err);
  CHECK(unnamed.exit_code == 1);
  CHECK(holds(unnamed.out, "known.yaml:3: ok: the client crashes\n"));
  bench.expect(entry("case: ok, check: [outcome, crash]"));
  CHECK(bench.conform(words).exit_code == 0);
}

TEST_CASE("a known failure does not stop a run that stops at the first failure", "[cli][conform][expectations]") {
  const ExpectationBench bench;
  bench.write("cases/zero.yaml",
              "summary: A job is described.\n" + std::string(jobrig::test::kCaseHead) + "expect: {outcome: success}\n");
  bench.expect(entry("case: twice"));
  const Outcome outcome = bench.judged({"--fail-fast", "--jobs", "1"});
  CHECK(outcome.exit_code == 0);
  CHECK(ends(outcome.out, "\n1 failed, 2 passed (1 is a known failure)\n" + must_line(2, 1)));
}

TEST_CASE("a strict run asks for what the list says of strict runs", "[cli][conform][expectations]") {
  const ExpectationBench bench;
  bench.write("cases/twice.yaml", "summary: The first call fails.\n" + std::string(jobrig::test::kCaseHead) +
                                      "rules: [{answers: [{error: ServiceUnavailableException}, documented]}]\n"
                                      "expect: {requests: {count: 2..5, level: SHOULD}}\n");
  bench.expect(entry("case: twice, verdict: non-strict"));
  CHECK(bench.judged().exit_code == 0);
  const Outcome strict = bench.judged({"--strict"});
  CHECK(strict.exit_code == 1);
  CHECK(holds(strict.out, "known.yaml:3: twice is failed, not non-strict\n"));
  bench.expect(entry("case: twice"));
  CHECK(bench.judged().exit_code == 1);
  CHECK(bench.judged({"--strict"}).exit_code == 0);
}

TEST_CASE("check takes expectations with the cases that they speak of", "[cli][check][expectations]") {
  const ExpectationBench bench;
  bench.expect(entry("case: twice"));
  CHECK(run_jobrig({"check", bench.file("cases"), bench.file("known.yaml")}).out == "3 files, no mistakes\n");
  const Outcome alone = run_jobrig({"check", bench.file("known.yaml")});
  CHECK(alone.exit_code == 2);
  CHECK(holds(alone.out, "known.yaml:3:12: unknown case \"twice\"\n"));
  bench.expect(entry("case: retry/503-then-ok"));
  CHECK(run_jobrig({"check", bench.file("known.yaml")}).out == "1 file, no mistakes\n");
}

TEST_CASE("an expectations file that is not there ends with 2", "[cli][conform][expectations]") {
  const ExpectationBench bench;
  const Outcome outcome = bench.judged();
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(holds(outcome.err, "known.yaml"));
}

TEST_CASE("repeats with different results are flaky and fail the run", "[cli][conform]") {
  const ExpectationBench bench;
  // The name of the thing of the second repeat has case-…-2 in it.
  const Outcome outcome = bench.conform({"--run", "ok", "--repeat", "3", "--", "/bin/sh", "-c",
                                         "case $JOBRIG_THING_NAME in *case-????????"
                                         "-2*) exit 0;; esac; "
                                         "curl -s $JOBRIG_ENDPOINT/things/$JOBRIG_THING_NAME/jobs/$JOBRIG_JOB_ID"});
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out, "PROBLEM  flaky: ok: not-called once, passed 2 times\n"));
  CHECK(ends(outcome.out, "\n1 not called, 2 passed\n" + must_line(0, 1) + failed_lines("not called", 1, "ok")));
}

TEST_CASE("a failure of other checks in a repeat is flaky although both fail", "[cli][conform]") {
  const ExpectationBench bench;
  bench.write("cases/ok.yaml", "summary: A job is described.\n" + std::string(jobrig::test::kCaseHead) +
                                   "expect: {requests: {count: 3}, request: {method: GET}}\n");
  const Outcome outcome =
      bench.conform({"--run", "ok", "--repeat", "2", "--wire-only", "--", "/bin/sh", "-c",
                     "case $JOBRIG_THING_NAME in *case-????????"
                     "-2*) method=DELETE;; esac; "
                     "curl -s -X ${method:-GET} $JOBRIG_ENDPOINT/things/$JOBRIG_THING_NAME/jobs/x"});
  CAPTURE(outcome.out);
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out, "PROBLEM  flaky: ok: failed by request, requests once, failed by requests once\n"));
}

TEST_CASE("the order of a shuffled run follows from its seed", "[cli][conform]") {
  const ExpectationBench bench;
  for (const char letter : {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'}) {
    bench.write(std::string("cases/") + letter + ".yaml", "summary: A job is described.\n" +
                                                              std::string(jobrig::test::kCaseHead) +
                                                              "expect: {requests: {count: 0..1}}\n");
  }
  const auto order = [&](const std::vector<std::string>& options) {
    std::filesystem::remove(bench.file("order"));
    std::vector<std::string> words{"--jobs", "1", "--run", "?"};
    words.insert(words.end(), options.begin(), options.end());
    words.insert(words.end(),
                 {"--wire-only", "--", "/bin/sh", "-c", "printf %s $JOBRIG_CASE >> " + bench.file("order")});
    CHECK(bench.conform(words).exit_code == 0);
    std::ifstream file(bench.file("order"));
    std::string names;
    std::getline(file, names);
    return names;
  };
  CHECK(order({"--seed", "7"}) == "abcdefgh");
  const std::string shuffled = order({"--seed", "7", "--shuffle"});
  CHECK(shuffled != "abcdefgh");
  CHECK(order({"--seed", "7", "--shuffle"}) == shuffled);
  CHECK(order({"--seed", "8", "--shuffle"}) != shuffled);
  std::string sorted = shuffled;
  std::sort(sorted.begin(), sorted.end());
  CHECK(sorted == "abcdefgh");
}
