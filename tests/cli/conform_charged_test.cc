// What a client sends and writes is charged to its case: late requests, second results, requests for other things,
// connections that never come, and requests elsewhere.
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

/// An adapter that answers each call with the execution and then runs `more`, lines of Python that see `order` and
/// `url`.
std::vector<std::string> charged_adapter(const Bench& bench, const std::string& more,
                                         std::vector<std::string> options = {}) {
  bench.write("charged.py", R"(import json, sys, threading, urllib.request
def say(message): print(json.dumps(message), flush=True)
def ask(url):
    with urllib.request.urlopen(url) as answer:
        return json.load(answer)
def later(seconds, work): threading.Timer(seconds, work).start()
for line in sys.stdin:
    order = json.loads(line)
    if order["type"] == "hello":
        say({"type": "hello", "protocol": 1, "client": "charged", "version": "1", "features": ["tls"]})
    elif order["type"] == "bye":
        break
    else:
        names = order["arguments"]
        url = f'{order["endpoint"]}/things/{names["thingName"]}/jobs/{names["jobId"]}'
        success = {"type": "result", "id": order["id"], "outcome": "success"}
        failure = {"type": "result", "id": order["id"], "outcome": "error", "error": {"kind": "transport"}}
)" + more);
  options.insert(options.end(), {"--adapter", "--", "/usr/bin/python3", bench.file("charged.py")});
  return options;
}

const std::string kAnswer = "        say({**success, \"response\": ask(url)})\n";

}  // namespace

TEST_CASE("a second result for a call fails its case and not the next one", "[cli][conform]") {
  const Bench bench;
  bench.write("cases/then.yaml", "summary: A job is described.\n" + std::string(jobrig::test::kCaseHead) +
                                     "expect: {outcome: {execution: {status: IN_PROGRESS}}}\n");
  const Outcome outcome = bench.conform(charged_adapter(
      bench, kAnswer + "        if order[\"case\"] == \"ok\": say(failure)\n", {"--jobs", "1", "--skip", "twice"}));
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.out.starts_with("FAILED  ok  "));
  CHECK(holds(outcome.out, "\n  reason        the client wrote a second result for call 1\n"));
  CHECK(ends(outcome.out, "\n1 failed, 1 passed\n" + must_line(1, 1) + failed_lines("client protocol", 1, "ok")));
}

TEST_CASE("a second result of the last case fails it too", "[cli][conform]") {
  const Bench bench;
  const Outcome outcome =
      bench.conform(charged_adapter(bench, kAnswer + "        later(0.05, lambda: say(failure))\n", {"--run", "ok"}));
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out, "\n  reason        the client wrote a second result for call 1\n"));
}

TEST_CASE("a line after the result fails the case", "[cli][conform]") {
  const Bench bench;
  const Outcome outcome =
      bench.conform(charged_adapter(bench, kAnswer + "        print(\"done\", flush=True)\n", {"--run", "ok"}));
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out, "\n  reason        the client wrote an unexpected line after its result: \"done\"\n"));
}

TEST_CASE("a request after the result counts for its case when that runs alone", "[cli][conform]") {
  const Bench bench;
  const Outcome outcome = bench.conform(
      charged_adapter(bench, kAnswer + "        later(0.02, lambda url=url: ask(url))\n", {"--run", "ok"}));
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out, "\n  reason        requests: expected exactly 1 request, found 2 requests\n"));
  CHECK(holds(outcome.out, "\n  note          1 request arrived after the client had reported its result\n"));
}

TEST_CASE("a request after the result counts for its case while the next one runs", "[cli][conform]") {
  const Bench bench;
  for (const std::string name : {"p", "q"}) {
    bench.write("cases/" + name + ".yaml",
                "summary: A job is described.\n" + std::string(jobrig::test::kCaseHead) + "expect: {requests: 1}\n");
  }
  const Outcome outcome = bench.conform(
      charged_adapter(bench, kAnswer + "        if order[\"case\"] == \"ok\": later(0.02, lambda url=url: ask(url))\n",
                      {"--jobs", "1", "--skip", "twice"}));
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.out.starts_with("FAILED  ok  "));
  CHECK(ends(outcome.out, "\n1 failed, 2 passed\n" + must_line(2, 1) + failed_lines("requests", 1, "ok")));
}

TEST_CASE("a request for another thing is charged to the case whatever runs beside it", "[cli][conform]") {
  const Bench bench;
  bench.write("cases/q.yaml",
              "summary: A job is described.\n" + std::string(jobrig::test::kCaseHead) + "expect: {requests: 1}\n");
  const std::string also = R"(        if order["case"] == "ok":
            try: ask(order["endpoint"] + "/things/other/jobs/other")
            except Exception: pass
)";
  const Outcome outcome =
      bench.conform(charged_adapter(bench, also + kAnswer, {"--jobs", "4", "--repeat", "4", "--skip", "twice"}));
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out, "\n  reason        requests: expected exactly 1 request, found 2 requests\n"));
  CHECK(ends(outcome.out, "\n4 failed, 4 passed\n" + must_line(1, 1) + failed_lines("requests", 1, "ok")));
  CHECK(outcome.err.empty());
}

TEST_CASE("a client that never connects has not rejected a certificate", "[cli][conform]") {
  const Bench bench;
  const std::string lies = "        say(failure)\n";
  const Outcome outcome = jobrig::test::run_jobrig([&] {
    std::vector<std::string> words{"conform", "--run", "transport/tls-expired", "--run", "transport/handshake-cut"};
    for (std::string& word : charged_adapter(bench, lies)) {
      words.push_back(std::move(word));
    }
    return words;
  }());
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out, "NOT CALLED  transport/handshake-cut\n"));
  CHECK(ends(outcome.out, failed_lines("not called", 2, "transport/handshake-cut transport/tls-expired")));
  CHECK(holds(outcome.out, "\n  reason        no connection arrived\n"));
}

TEST_CASE("a redirect that is followed elsewhere is seen with its credentials", "[cli][conform]") {
  const Bench bench;
  std::filesystem::remove_all(bench.file("cases"));
  const auto redirect = [&](const std::string& name, const std::string& target) {
    bench.write(
        "cases/" + name + ".yaml",
        "summary: A redirect is not followed.\nrules: [{faults: [{redirect: {status: 307, location: '" + target +
            "/things/{thing}/jobs/{job}'}}]}]\n" + std::string(jobrig::test::kCaseHead) +
            "expect: {requests: [1, {count: 0, elsewhere: true, level: SHOULD}], no-credentials-elsewhere: {}}\n");
  };
  redirect("plain", "{elsewhere}");
  redirect("secure", "{elsewhere-tls}");
  const std::vector<std::string> curl{
      "--", "/usr/bin/curl", "-s", "-k", "-L", "{endpoint}/things/{thingName}/jobs/{jobId}"};
  const auto with = [&](const std::vector<std::string>& options) {
    std::vector<std::string> words{"--jobs", "2"};
    words.insert(words.end(), curl.begin(), curl.end());
    words.insert(words.end() - 1, options.begin(), options.end());
    return bench.conform(words);
  };
  const Outcome follows = with({});
  CAPTURE(follows.out, follows.err);
  CHECK(follows.exit_code == 0);
  CHECK(holds(follows.out, "\n  requests      SHOULD  expected no requests elsewhere\n"));
  CHECK(ends(follows.out, "\n2 non-strict\n" + must_line(2, 0) +
                              "\nonly a SHOULD was not met, by the failing check\n  requests (2): plain secure\n"));
  const Outcome leaks = with({"--location-trusted", "-H", "Authorization: mine"});
  CAPTURE(leaks.out, leaks.err);
  CHECK(leaks.exit_code == 1);
  CHECK(holds(leaks.out, "request to elsewhere"));
  CHECK(holds(leaks.out,
              "no-credentials-elsewhere: expected no credentials to another path or host, found "
              "Authorization to \"/things/"));
  CHECK(ends(leaks.out, "\n2 failed\n" + must_line(0, 2) + failed_lines("no-credentials-elsewhere", 2, "plain secure")));
}

TEST_CASE("a call can be repeated and a client that leaks descriptors fails", "[cli][conform]") {
  const Bench bench;
  std::filesystem::remove_all(bench.file("cases"));
  bench.write("cases/long.yaml",
              "summary: Nothing leaks.\nlevel: MUST\nrequirement: A client can run for years.\nsource: a test\n"
              "things: {'{thing}': {'{job}': {status: IN_PROGRESS}}}\n"
              "calls: [{operation: DescribeJobExecution, repeat: 100}]\nexpect: {requests: 100, leaks: {}}\n");
  const Outcome good = bench.conform(charged_adapter(bench, kAnswer));
  CAPTURE(good.out, good.err);
  CHECK(good.exit_code == 0);
  const Outcome leaky = bench.conform(charged_adapter(
      bench, kAnswer + "        kept = globals().setdefault(\"kept\", []); kept.append(open(__file__))\n"));
  CAPTURE(leaky.out, leaky.err);
  CHECK(leaky.exit_code == 1);
  CHECK(holds(leaky.out, "  reason        leaks: expected at most 32 MiB and 8 descriptors more, found "));
  CHECK(holds(leaky.out, " lines left out\n"));
}
