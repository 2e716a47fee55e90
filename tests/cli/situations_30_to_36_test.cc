// Situations of teams that keep a run of `conform` green for the right reasons: flaky cases, failures that only come
// under load, lists of known failures, comparisons with the last run, and clients that crash.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/conform_bench.h"
#include "support/paths.h"

using jobrig::test::holds;
using jobrig::test::Outcome;
using jobrig::test::run_jobrig;

namespace {

constexpr const char* kDescribe = "curl -s $JOBRIG_ENDPOINT/things/$JOBRIG_THING_NAME/jobs/$JOBRIG_JOB_ID";

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> lines_in(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// A client in shell, observed on the wire, and the case `ok`, which needs one request.
struct KeepingBench : jobrig::test::ConformBench {
  [[nodiscard]] Outcome shell(const std::string& script, std::vector<std::string> options = {}) const {
    write("client.sh", script);
    options.insert(options.end(), {"--run", "ok", "--", "/bin/sh", file("client.sh")});
    return conform(options);
  }
  void expect_flaky(const std::string& more = "") const {
    write("known.yaml", "summary: The small client.\nknown-flaky:\n  - {case: ok" + more +
                            ", reason: It depends on the weather (issue 5)., expires: 9000-01-01}\n");
  }
  [[nodiscard]] std::vector<std::string> known() const { return {"--expectations", file("known.yaml")}; }
};

}  // namespace

TEST_CASE("situation 30: a case known to be flaky turns the run red neither way", "[cli][conform][situation]") {
  const KeepingBench bench;
  bench.expect_flaky();
  const Outcome failed = bench.shell("exit 0", bench.known());
  CAPTURE(failed.out, failed.err);
  CHECK(failed.exit_code == 0);
  CHECK(holds(failed.out, "NOT CALLED  ok  known flaky: It depends on the weather (issue 5).\n"));
  CHECK(holds(failed.out, "\n1 not called (1 is known to be flaky)\n"));
  const Outcome passed = bench.shell(kDescribe, bench.known());
  CHECK(passed.exit_code == 0);
  CHECK(holds(passed.out, "\n1 passed\n"));
  auto repeats = bench.known();
  repeats.insert(repeats.end(), {"--repeat", "4"});
  const Outcome both = bench.shell("case $JOBRIG_THING_NAME in *-2) exit 0;; esac\n" + std::string(kDescribe), repeats);
  CHECK(both.exit_code == 0);
  CHECK_FALSE(holds(both.out, "PROBLEM"));
}

TEST_CASE("situation 30: a crash or a hang of a case known to be flaky stays red", "[cli][conform][situation]") {
  const KeepingBench bench;
  bench.expect_flaky();
  const Outcome crashed = bench.shell(std::string(kDescribe) + "; kill -SEGV $$", bench.known());
  CHECK(crashed.exit_code == 1);
  CHECK(holds(crashed.out, "the client crashed"));
  auto hurried = bench.known();
  hurried.insert(hurried.end(), {"--deadline", "300ms"});
  const Outcome hung = bench.shell("exec sleep 600", hurried);
  CHECK(hung.exit_code == 1);
  CHECK(holds(hung.out, "\n1 timed out\n"));
}

TEST_CASE("situation 30: a case known to be flaky needs a reason and a day", "[cli][conform][situation]") {
  const KeepingBench bench;
  bench.write("known.yaml", "summary: The small client.\nknown-flaky:\n  - {case: ok}\n");
  const Outcome outcome = bench.shell(kDescribe, bench.known());
  CHECK(outcome.exit_code == 2);
  CHECK(holds(outcome.err, "a flaky case needs \"reason\""));
  CHECK(holds(outcome.err, "a flaky case needs \"expires\""));
  bench.write("known.yaml",
              "summary: The small client.\nknown-flaky:\n  - {case: ok, reason: So it is., expires: 2001-01-01}\n");
  const Outcome expired = bench.shell(kDescribe, bench.known());
  CHECK(expired.exit_code == 1);
  CHECK(holds(expired.out, "PROBLEM  expectation expired: "));
}

TEST_CASE("situation 31: a case that failed among others runs again alone before it counts",
          "[cli][conform][situation]") {
  const KeepingBench bench;
  for (const char letter : {'a', 'b', 'c', 'd'}) {
    bench.write(
        std::string("cases/") + letter + ".yaml",
        "summary: A job is described.\n" + std::string(jobrig::test::kCaseHead) + "expect: {requests: {count: 1}}\n");
  }
  // Each case fails the first time, and `d` also the second time.
  bench.write("client.sh", "cd " + bench.file(".") +
                               "\necho begin $JOBRIG_CASE >> log\n"
                               "if [ -e $JOBRIG_CASE.seen ] && [ $JOBRIG_CASE != d ]; then " +
                               std::string(kDescribe) +
                               " > /dev/null; fi\ntouch $JOBRIG_CASE.seen; echo end $JOBRIG_CASE >> log\n");
  const std::vector<std::string> words{"--confirm-failures",   "--run", "?",       "--json",
                                       bench.file("run.json"), "--",    "/bin/sh", bench.file("client.sh")};
  const Outcome outcome = bench.conform(words);
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.err, "jobrig: 4 cases failed and run again, one by one\n"));
  CHECK(holds(outcome.out, "PASSED  a  ran again alone; first not called: no request arrived\n"));
  CHECK(holds(outcome.out, "  again         ran again alone; first not called: no request arrived\n"));
  CHECK(holds(outcome.out, "\n1 not called, 3 passed\n"));
  CHECK(holds(content_of(bench.file("run.json")), "\"earlier\": {"));
  const std::vector<std::string> log = lines_in(content_of(bench.file("log")));
  REQUIRE(log.size() == 16);
  for (std::size_t i = 8; i < 16; i += 2) {
    CHECK(log[i].substr(6) == log[i + 1].substr(4));
  }
}

TEST_CASE("situation 31: a crash counts although the client does not crash again", "[cli][conform][situation]") {
  const KeepingBench bench;
  const Outcome outcome = bench.shell(std::string(kDescribe) + "; [ -e " + bench.file("seen") + " ] || { touch " +
                                          bench.file("seen") + "; kill -SEGV $$; }",
                                      {"--confirm-failures"});
  CHECK(outcome.exit_code == 1);
  CHECK_FALSE(holds(outcome.out, "ran again"));
}

TEST_CASE("situation 31: only the cases that failed in a report run again", "[cli][conform][situation]") {
  const KeepingBench bench;
  const Outcome first = bench.conform(bench.adapter({"--json", bench.file("last.json"), "--seed", "7"}));
  REQUIRE(first.exit_code == 1);
  const std::vector<std::string> again{"--rerun-failed", bench.file("last.json"), "--json", bench.file("next.json")};
  const Outcome second = bench.conform(bench.adapter(again));
  CAPTURE(second.out, second.err);
  CHECK(second.exit_code == 1);
  CHECK(holds(second.out, "small 1: 1 case in "));
  CHECK(holds(second.out, ", seed 7\n1 failed\n"));
  bench.write("cases/twice.yaml", "summary: A job is described.\n" + std::string(jobrig::test::kCaseHead) +
                                      "expect: {requests: {count: 1}}\n");
  CHECK(bench.conform(bench.adapter(again)).exit_code == 0);
  const Outcome none = bench.conform(bench.adapter({"--rerun-failed", bench.file("next.json")}));
  CHECK(none.exit_code == 0);
  CHECK(none.err == "jobrig: no case failed in " + bench.file("next.json") + ": nothing to run\n");
  std::filesystem::rename(bench.file("cases/twice.yaml"), bench.file("cases/twise.yaml"));
  const Outcome gone = bench.conform(bench.adapter({"--rerun-failed", bench.file("last.json")}));
  CHECK(gone.exit_code == 2);
  CHECK(holds(gone.err, "the case \"twice\" no longer exists; did you mean \"twise\"?\n"));
}

TEST_CASE("situation 32: the tool writes the list of known failures", "[cli][conform][situation]") {
  const KeepingBench bench;
  const std::string list = bench.file("known.yaml");
  const Outcome first = bench.conform(bench.adapter({"--write-expectations", list}));
  CAPTURE(first.out, first.err);
  CHECK(first.exit_code == 1);  // the list counts from the next run on
  CHECK(holds(first.err, "jobrig: " + list + ": 1 entry added\n"));
  const std::string written = content_of(list);
  CHECK(holds(written,
              "summary: \"small 1\"\nknown-failures:\n  - case: twice\n    check: requests\n"
              "    reason: \"TODO: requests: expected 2 to 5 requests, found 1 request\"\n    expires: "));
  CHECK(bench.conform(bench.adapter(bench.known())).exit_code == 0);
  CHECK(run_jobrig({"check", bench.file("cases"), list}).exit_code == 0);
}

TEST_CASE("situation 32: the list keeps reasons and comments when it is updated", "[cli][conform][situation]") {
  const KeepingBench bench;
  const std::string list = bench.file("known.yaml");
  const std::string mine =
      "summary: Mine.\nknown-failures:\n  # Of old.\n  - {case: twice, reason: It never retries., expires: "
      "9000-01-01}\n"
      "  # No longer.\n  - {case: ok, reason: It never describes., expires: 9000-01-01}\n";
  bench.write("known.yaml", mine);
  auto words = bench.known();
  words.insert(words.end(), {"--write-expectations", list});
  const Outcome outcome = bench.conform(bench.adapter(words));
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.err, ": 0 entries added, 1 removed, 1 kept\n"));
  CHECK(content_of(list) == mine.substr(0, mine.find("  # No longer.")));
  CHECK(bench.conform(bench.adapter(words)).exit_code == 0);
  CHECK(content_of(list) == mine.substr(0, mine.find("  # No longer.")));
}

TEST_CASE("situation 32: a list that cannot be updated is named before the run", "[cli][conform][situation]") {
  const KeepingBench bench;
  bench.write("known.yaml",
              "summary: s\nknown-failures: [{case: twice, reason: It never retries., expires: 9000-01-01}]\n");
  const Outcome flow = bench.conform(bench.adapter({"--write-expectations", bench.file("known.yaml")}));
  CHECK(flow.exit_code == 2);
  CHECK(flow.out.empty());
  CHECK(holds(flow.err, "known.yaml:2: only entries that start with \"- \""));
  const Outcome nowhere = bench.conform(bench.adapter({"--write-expectations", bench.file("no/such/known.yaml")}));
  CHECK(nowhere.exit_code == 2);
  CHECK(nowhere.out.empty());
}

TEST_CASE("situation 33: only regressions since the last run are red", "[cli][report][situation]") {
  const KeepingBench bench;
  const auto run_as = [&](const std::string& name, const std::vector<std::string>& options) {
    auto words = options;
    words.insert(words.end(), {"--json", bench.file(name)});
    static_cast<void>(bench.conform(bench.adapter(words)));
  };
  const auto compare = [&](const std::string& now, const std::string& last, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"report", bench.file(now), "--against", bench.file(last)});
    return run_jobrig(more);
  };
  run_as("whole.json", {});
  run_as("part.json", {"--run", "twice"});
  const Outcome same = compare("whole.json", "whole.json");
  CHECK(same.exit_code == 0);  // `twice` fails in both
  CHECK(holds(same.out, "\nno regressions; 2 unchanged\n"));
  const Outcome vanished = compare("part.json", "whole.json");
  CHECK(vanished.exit_code == 1);
  CHECK(holds(vanished.out, "VANISHED  ok  was passed, is absent\n"));
  CHECK(holds(vanished.out, "\n1 regression: 1 vanished; 1 unchanged\n"));
  CHECK(compare("whole.json", "part.json").exit_code == 0);
  bench.write("cases/ok.yaml", "summary: A job is described.\nneeds: [signed]\n" +
                                   std::string(jobrig::test::kCaseHead) + "expect: {requests: {count: 1}}\n");
  bench.write("cases/twice.yaml", "summary: A job is described.\n" + std::string(jobrig::test::kCaseHead) +
                                      "expect: {requests: {count: 1}}\n");
  run_as("skips.json", {});
  const Outcome skipped = compare("skips.json", "whole.json");
  CHECK(skipped.exit_code == 1);
  CHECK(holds(skipped.out, "NEWLY SKIPPED  ok  was passed, is skipped: the client does not declare signed\n"));
  CHECK(holds(skipped.out, "FIXED  twice  was failed, is passed\n"));
  const Outcome failed = compare("whole.json", "skips.json");
  CHECK(failed.exit_code == 1);
  CHECK(holds(failed.out, "NEW FAILURE  twice  was passed, is failed: requests: expected "));
  const Outcome files = compare("skips.json", "whole.json",
                                {"--markdown", bench.file("c.md"), "--json", bench.file("c.json"), "--text", "-"});
  CHECK(files.out == skipped.out);
  CHECK(holds(content_of(bench.file("c.md")), "| **newly skipped** | ok | passed | skipped |"));
  CHECK(holds(content_of(bench.file("c.json")), "\"format\": \"jobrig-comparison\""));
  const Outcome page = compare("skips.json", "whole.json", {"--html", bench.file("c.html")});
  CHECK(page.exit_code == 2);
  CHECK(page.err == "jobrig: --against cannot write --html; use --text, --json or --markdown\n");
  CHECK(compare("skips.json", "nothing.json").exit_code == 2);
}

TEST_CASE("situation 34: a run in which everything was skipped is not green", "[cli][conform][situation]") {
  const KeepingBench bench;
  bench.write("cases/ok.yaml", "summary: A job is described.\nneeds: [signed]\n" +
                                   std::string(jobrig::test::kCaseHead) + "expect: {outcome: success}\n");
  const Outcome outcome = bench.conform(bench.adapter({"--run", "ok"}));
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out,
              "PROBLEM  nothing judged: small: no case was judged; 1 case: the client does not declare signed\n"));
  // Neither is a list that expects it.
  bench.write("known.yaml",
              "summary: s\nknown-failures:\n  - {case: ok, reason: It cannot sign., expires: 9000-01-01}\n");
  auto words = bench.known();
  words.insert(words.end(), {"--run", "ok"});
  CHECK(bench.conform(bench.adapter(words)).exit_code == 1);
}

namespace {

/// The 60 characters and more of each line tell whether one was cut.
constexpr const char* kWail =
    "i=1; while [ $i -le 100 ]; do "
    "echo \"frame $i: in a function of the client with a name that nobody would like to lose\" >&2; i=$((i+1)); done\n";

void check_last_words(const Outcome& outcome) {
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK_FALSE(holds(outcome.out, "frame 60: "));
  std::size_t told = 0;
  for (const std::string& line : lines_in(outcome.out)) {
    told += line.ends_with(": in a function of the client with a name that nobody would like to lose") ? 1 : 0;
  }
  CHECK(told == 40);
  CHECK(holds(outcome.out, "frame 61: in a"));
  CHECK(holds(outcome.out, "frame 100: in a"));
}

}  // namespace

TEST_CASE("situation 35: the last 40 lines of a crashed command are kept whole", "[cli][conform][situation]") {
  const KeepingBench bench;
  check_last_words(bench.shell(std::string(kDescribe) + " >/dev/null\n" + kWail + "kill -SEGV $$\n"));
}

TEST_CASE("situation 35: the last 40 lines of a crashed adapter are kept whole", "[cli][conform][situation]") {
  const KeepingBench bench;
  bench.write("adapter.sh", "read hello; echo '{\"type\":\"hello\",\"protocol\":1,\"client\":\"c\"}'; read call\n" +
                                std::string(kWail) + "kill -SEGV $$\n");
  check_last_words(bench.conform({"--run", "ok", "--adapter", "--", "/bin/sh", bench.file("adapter.sh")}));
}

TEST_CASE("situation 35: the last 40 lines of a crashed client of a profile are kept whole",
          "[cli][conform][situation]") {
  const KeepingBench bench;
  bench.write("aws",
              "[ \"$1\" = --version ] && { echo aws-cli/1.27.0; exit 0; }\n" + std::string(kWail) + "kill -SEGV $$\n");
  check_last_words(bench.conform({"--run", "ok", "--profile", "aws-cli-v1", "--", "/bin/sh", bench.file("aws")}));
}

TEST_CASE("situation 36: the schemas of custom cases link to sections of the guide that exist",
          "[cli][conform][situation]") {
  const std::string guide = content_of((jobrig::test::source_folder() / "scenarios/conformance/README.md").string());
  const std::vector<std::vector<std::string>> links{
      {"case.schema.json", "#write-a-case", "\n## Write a case\n"},
      {"case-family.schema.json", "#families-of-cases", "\n### Families of cases\n"},
      {"expectations.schema.json", "#known-failures", "\n## Known failures\n"},
  };
  for (const auto& link : links) {
    CAPTURE(link[0]);
    CHECK(holds(run_jobrig({"show", link[0]}).out, "scenarios/conformance/README.md" + link[1] + "\""));
    CHECK(holds(guide, link[2]));
  }
}
