// Runs of `jobrig conform` that judge little or nothing: they are not green, and say why.
#include <chrono>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/conform_bench.h"

using jobrig::test::ends;
using jobrig::test::failed_lines;
using jobrig::test::holds;
using jobrig::test::must_line;
using jobrig::test::Outcome;
using Bench = jobrig::test::ConformBench;

namespace {

/// An adapter whose hello has these members besides its name; `answer` are lines of Python that handle the call
/// `order`.
std::vector<std::string> judged_adapter(const Bench& bench, const std::string& hello, const std::string& answer,
                                        std::vector<std::string> options = {}) {
  bench.write("judged.py", R"(import json, sys, urllib.request
def say(message): print(json.dumps(message), flush=True)
def ask(order):
    names = order["arguments"]
    return urllib.request.urlopen(f'{order["endpoint"]}/things/{names["thingName"]}/jobs/{names["jobId"]}').read()
for line in sys.stdin:
    order = json.loads(line)
    if order["type"] == "hello":
        say({"type": "hello", "protocol": 1, "client": "judged", "version": "1", )" +
                               hello + R"(})
    elif order["type"] == "bye":
        break
    else:
)" + answer);
  options.insert(options.end(), {"--adapter", "--", "/usr/bin/python3", bench.file("judged.py")});
  return options;
}

constexpr std::string_view kUnable =
    R"(        say({"type": "result", "id": order["id"], "outcome": "unable", "reason": "not today"}))";

/// Replaces the cases of the bench by one at this level that needs the feature `tls`.
void only_tls_case(const Bench& bench) {
  std::filesystem::remove_all(bench.file("cases"));
  bench.write("cases/secure.yaml", "summary: A job is described.\nneeds: [tls]\n" +
                                       std::string(jobrig::test::kCaseHead) + "expect: {requests: {count: 1}}\n");
}

}  // namespace

TEST_CASE("a client that is unable to do anything fails", "[cli][conform]") {
  const Bench bench;
  const Outcome outcome = bench.conform(judged_adapter(bench, "\"features\": []", std::string(kUnable)));
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out,
              "  reason        every client can make this call, and this one reported that it could not: not today\n"));
  CHECK(ends(outcome.out, "\n2 failed\n" + must_line(0, 2) + failed_lines("client protocol", 2, "ok twice")));
}

TEST_CASE("a client that was unable after it sent a request fails", "[cli][conform]") {
  const Bench bench;
  const Outcome outcome = bench.conform(
      judged_adapter(bench, "\"features\": []", "        ask(order)\n" + std::string(kUnable), {"--run", "ok"}));
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out, "  reason        the client sent 1 request and reported that it could not make the call: "));
}

TEST_CASE("an unknown feature in hello is a mistake and no case is run", "[cli][conform]") {
  const Bench bench;
  const Outcome outcome =
      bench.conform(judged_adapter(bench, R"("features": ["update", "retires"])", "        ask(order)\n"));
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err == "jobrig: the client declares the unknown feature \"retires\"; did you mean \"retries\"?\n");
}

TEST_CASE("a run that judged nothing is not green", "[cli][conform]") {
  const Bench bench;
  only_tls_case(bench);
  const Outcome outcome = bench.conform(bench.adapter());
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out,
              "PROBLEM  nothing judged: small: no case was judged; 1 case: the client does not declare tls\n"));
  CHECK(ends(outcome.out, "\n1 skipped\nMUST: 0 judged, 0 passed, 0 failed; 1 not judged: secure\n"));
}

TEST_CASE("min-judged requires a number of judged cases", "[cli][conform]") {
  const Bench bench;
  const Outcome enough = bench.conform(bench.adapter({"--run", "ok", "--min-judged", "1"}));
  CHECK(enough.exit_code == 0);
  const Outcome few = bench.conform(bench.adapter({"--run", "ok", "--min-judged", "2"}));
  CAPTURE(few.out, few.err);
  CHECK(few.exit_code == 1);
  CHECK(holds(few.out, "PROBLEM  too few judged: small: 1 case judged, and --min-judged requires 2\n"));
}

TEST_CASE("the last line names the first MUST cases that were not judged", "[cli][conform]") {
  const Bench bench;
  for (const std::string name : {"a", "b", "c", "d", "e"}) {
    bench.write("cases/" + name + ".yaml", "summary: A job is described.\nneeds: [tls]\n" +
                                               std::string(jobrig::test::kCaseHead) +
                                               "expect: {requests: {count: 1}}\n");
  }
  const Outcome outcome = bench.conform(bench.adapter({"--skip", "twice", "--json", bench.file("run.json")}));
  CHECK(outcome.exit_code == 0);
  CHECK(ends(outcome.out, "\nMUST: 1 judged, 1 passed, 0 failed; 5 not judged: a, b, c and 2 more\n"));
  const Outcome names = jobrig::test::run({"/usr/bin/jq", "-c", ".runs[0].must", bench.file("run.json")});
  CHECK(names.out == "{\"judged\":1,\"passed\":1,\"failed\":0,\"not_judged\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}\n");
}

TEST_CASE("an INFO case that times out or crashes the client leaves the run green", "[cli][conform]") {
  const Bench bench;
  std::string head(jobrig::test::kCaseHead);
  head.replace(head.find("MUST"), 4, "INFO");
  bench.write("cases/late.yaml", "summary: A job is described.\n" + head + "expect: {requests: {count: 1}}\n");
  const std::string hang = "        import time\n        time.sleep(1000)\n";
  const Outcome late = bench.conform(judged_adapter(
      bench, "\"features\": []", hang, {"--run", "late", "--attempt-timeout", "100ms", "--total-timeout", "1s"}));
  CAPTURE(late.out, late.err);
  CHECK(late.exit_code == 0);
  CHECK(holds(late.out, "INFORMATIONAL  late  no end within 1s100ms; the client was stopped\n"));
  const Outcome crash = bench.conform(
      judged_adapter(bench, "\"features\": []", "        ask(order)\n        sys.exit(3)\n", {"--run", "late"}));
  CAPTURE(crash.out, crash.err);
  CHECK(crash.exit_code == 0);
  CHECK(holds(crash.out, "INFORMATIONAL  late  the client crashed\n"));
}

TEST_CASE("the limits in hello decide how long a call may take", "[cli][conform]") {
  const Bench bench;
  const std::string hang = "        import time\n        time.sleep(1000)\n";
  const Outcome outcome = bench.conform(
      judged_adapter(bench, R"("limits": {"attempts": 2, "attemptMilliseconds": 100, "totalMilliseconds": 900})", hang,
                     {"--run", "ok"}));
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out, "  reason        no end within 1s; the client was stopped\n"));
}
