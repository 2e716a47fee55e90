// `jobrig conform` from the user's point of view: verdicts, exit codes and output, with small clients of each kind.
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/conform_bench.h"

using jobrig::test::Outcome;
using jobrig::test::run_jobrig;
using Bench = jobrig::test::ConformBench;
using jobrig::test::ends;
using jobrig::test::failed_lines;
using jobrig::test::holds;
using jobrig::test::must_line;

namespace {

/// A named pipe; a client signals the test by writing to it.
class Doorbell {
 public:
  explicit Doorbell(const std::string& path) {
    REQUIRE(::mkfifo(path.c_str(), S_IRUSR | S_IWUSR) == 0);
    descriptor_ = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    REQUIRE(descriptor_ >= 0);
  }
  Doorbell(const Doorbell&) = delete;
  Doorbell& operator=(const Doorbell&) = delete;
  ~Doorbell() { ::close(descriptor_); }
  [[nodiscard]] bool rings() const {
    constexpr std::chrono::milliseconds kGuard = jobrig::test::kHangGuard;
    pollfd waited{descriptor_, POLLIN, 0};
    return ::poll(&waited, 1, static_cast<int>(kGuard.count())) > 0;
  }

 private:
  int descriptor_;
};

}  // namespace

TEST_CASE_METHOD(Bench, "what conform writes as JSON is what report reads", "[conform]") {
  const Outcome run = conform({"--json", file("run.json"), "--adapter", "--", "/usr/bin/python3", file("client.py")});
  CAPTURE(run.out, run.err);
  REQUIRE(run.exit_code == 1);
  const Outcome report = run_jobrig({"report", file("run.json")});
  CAPTURE(report.out, report.err);
  CHECK(report.exit_code == 0);
  CHECK(report.out.find("small") != std::string::npos);
  CHECK(report.out.find("twice") != std::string::npos);
  CHECK(report.out.find("1 passed") != std::string::npos);
}

TEST_CASE_METHOD(Bench, "a report that cannot be written is said and ends with 2", "[conform]") {
  const std::string location = file("nowhere/run.json");
  const Outcome run = conform({"--json", location, "--adapter", "--", "/usr/bin/python3", file("client.py")});
  CHECK(run.exit_code == 2);
  CHECK(run.err.find(location) != std::string::npos);
}

TEST_CASE("conform judges an adapter by its reports and by the wire", "[cli][conform]") {
  const Bench bench;
  const Outcome outcome = bench.conform(bench.adapter());
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.err.empty());
  CHECK(outcome.out.rfind("FAILED  twice  requests\n  reason        requests: expected ", 0) == 0);
  CHECK(holds(outcome.out, "\nsmall 1: 2 cases in "));
  CHECK(ends(outcome.out, "\n1 failed, 1 passed\n" + must_line(1, 1) + failed_lines("requests", 1, "twice")));
}

TEST_CASE("a failure is told with what was expected and found and with the wire and a line that replays it",
          "[cli][conform]") {
  const Bench bench;
  const Outcome outcome = bench.conform(bench.adapter({"--run", "twice", "--seed", "7"}));
  CAPTURE(outcome.out);
  CHECK(holds(outcome.out, "\n  requests      MUST  expected "));
  CHECK(holds(outcome.out, "\n                      found    "));
  CHECK(holds(outcome.out, "              > GET /things/"));
  CHECK(holds(outcome.out, "              < HTTP/1.1 503 Service Unavailable\n"));
  CHECK(
      holds(outcome.out, "\n  replay        jobrig conform --cases " + bench.file("cases") + " --run twice --seed 7 "));
}

TEST_CASE("what conform prints goes to stderr when a report takes stdout", "[cli][conform]") {
  const Bench bench;
  const Outcome outcome = bench.conform(bench.adapter({"--run", "ok", "--json", "-"}));
  CHECK(outcome.out.rfind("{\n \"format\"", 0) == 0);
  CHECK(ends(outcome.out, "}\n"));
  CHECK(outcome.err.rfind("small 1: 1 case in ", 0) == 0);
  CHECK(ends(outcome.err, "\n1 passed\n" + must_line(1, 0)));
}

TEST_CASE("a client that cannot be started is one sentence before the first case", "[cli][conform]") {
  const Bench bench;
  bench.write("my-client", "#!/nowhere/interpreter\n");
  bench.write("profile.yaml",
              "summary: x\nprogram: [/nowhere/client]\ncalls: {DescribeJobExecution: []}\noutcome: [{is: success}]\n");
  const std::string no_file = "jobrig: cannot start \"/nowhere/client\": No such file or directory\n";
  for (const std::vector<std::string>& words : {std::vector<std::string>{"--", "/nowhere/client"},
                                                {"--adapter", "--", "/nowhere/client"},
                                                {"--profile", bench.file("profile.yaml")}}) {
    const Outcome outcome = bench.conform(words);
    CHECK(outcome.err == no_file);
    CHECK(outcome.out.empty());
    CHECK(outcome.exit_code == 2);
  }
  const std::string client = bench.file("my-client");
  CHECK(bench.conform({"--", client}).err == "jobrig: cannot start \"" + client + "\": Permission denied\n");
  std::filesystem::permissions(client, std::filesystem::perms::owner_all);
  CHECK(bench.conform({"--", client}).err ==
        "jobrig: cannot start \"" + client + "\": its interpreter \"/nowhere/interpreter\" cannot be started\n");
  bench.write("real/my-client", "#!/bin/sh\n");
  std::filesystem::permissions(bench.file("real/my-client"), std::filesystem::perms::owner_all);
  CHECK(ends(bench.conform({"--", bench.file("real/my-clinet")}).err,
             ": No such file or directory; did you mean \"" + bench.file("real/my-client") + "\"?\n"));
}

TEST_CASE("conform judges a program by its exit code and says what would judge more", "[cli][conform]") {
  const Bench bench;
  const std::string url = "{endpoint}/things/{thingName}/jobs/{jobId}";
  const Outcome good = bench.conform({"--run", "ok", "--", "/usr/bin/curl", "-s", url});
  CHECK(holds(good.out,
              "judged 1 of 1 case, 1 of them in part; to judge more:\n"
              "  1 case needs what the client reports: a profile or an adapter (jobrig init)\n"));
  CHECK(ends(good.out, "\n1 passed\n" + must_line(1, 0)));
  CHECK(good.exit_code == 0);
  const Outcome bad = bench.conform({"--run", "ok", "--", "/bin/sh", "-c", "curl -s " + url + "; echo no >&2; exit 5"});
  CHECK(
      holds(bad.out,
            "\n  reason        outcome: expected a success with the execution {\"status\":\"IN_PROGRESS\"}, found exit "
            "code 5 (\"no\")\n"));
  CHECK(bad.exit_code == 1);
}

TEST_CASE("the name and version of a client can be given and are in every report", "[cli][conform]") {
  const Bench bench;
  std::vector<std::string> words{"--run", "ok", "--client-name", "thermostat", "--client-version", "7.3"};
  const std::vector<std::string> formats{"text", "json", "html", "junit", "ctrf", "sarif", "markdown", "github", "har"};
  for (const std::string& format : formats) {
    words.insert(words.end(), {"--" + format, bench.file("report." + format)});
  }
  const Outcome outcome = bench.conform(bench.adapter(words));
  CHECK(outcome.out.starts_with("thermostat 7.3: 1 case in "));
  for (const std::string& format : formats) {
    if (format != "github") {  // it has failures only
      CAPTURE(format);
      std::ifstream file(bench.file("report." + format));
      std::ostringstream text;
      text << file.rdbuf();
      CHECK(holds(text.str(), "thermostat"));
      CHECK(holds(text.str(), "7.3"));
    }
  }
}

TEST_CASE("conform judges a program by the wire alone", "[cli][conform]") {
  const Bench bench;
  const Outcome outcome = bench.conform({"--run", "ok", "--wire-only", "--", "/bin/sh", "-c",
                                         "curl -s {endpoint}/things/{thingName}/jobs/{jobId}; exit 5"});
  CHECK(ends(outcome.out, "\n1 passed\n" + must_line(1, 0)));
  CHECK(outcome.err.empty());
  CHECK(outcome.exit_code == 0);
}

TEST_CASE("conform hands a program the call in its environment too", "[cli][conform]") {
  const Bench bench;
  const Outcome outcome = bench.conform(
      {"--run", "ok", "--", "/bin/sh", "-c", "curl -s $JOBRIG_ENDPOINT/things/$JOBRIG_THING_NAME/jobs/$JOBRIG_JOB_ID"});
  CHECK(ends(outcome.out, "\n1 passed\n" + must_line(1, 0)));
  CHECK(outcome.exit_code == 0);
}

TEST_CASE("a client that never asks is not called", "[cli][conform]") {
  const Bench bench;
  const Outcome outcome = bench.conform({"--run", "ok", "--", "/bin/true"});
  CHECK(outcome.out.rfind("NOT CALLED  ok\n", 0) == 0);
  CHECK(outcome.exit_code == 1);
}

TEST_CASE("a client that hangs is ended at the deadline and the next case goes on", "[cli][conform]") {
  const Bench bench;
  bench.write("hang.sh",
              "read hello; echo '{\"type\":\"hello\",\"protocol\":1,\"client\":\"hang\"}'; read call; sleep 1000\n");
  const Outcome outcome =
      bench.conform({"--deadline", "2s", "--jobs", "1", "--adapter", "--", "/bin/sh", bench.file("hang.sh")});
  CHECK(holds(outcome.out, "TIMED OUT  ok\n"));
  CHECK(ends(outcome.out, failed_lines("timed out", 2, "ok twice")));
  CHECK(outcome.exit_code == 1);
}

TEST_CASE("an adapter that breaks the protocol fails the case", "[cli][conform]") {
  const Bench bench;
  bench.write("broken.sh",
              "read hello; echo '{\"type\":\"hello\",\"protocol\":1,\"client\":\"b\"}'; read call; echo nonsense; "
              "sleep 1000\n");
  const Outcome outcome = bench.conform({"--run", "ok", "--adapter", "--", "/bin/sh", bench.file("broken.sh")});
  CHECK(outcome.exit_code == 1);
  CHECK(holds(outcome.out, "\n  note          the client said an invalid message "));
  CHECK(ends(outcome.out, "\n1 not called\n" + must_line(0, 1) + failed_lines("not called", 1, "ok")));
}

TEST_CASE("an adapter that says no hello makes no verdict about a client", "[cli][conform]") {
  const Bench bench;
  const Outcome outcome = bench.conform({"--run", "ok", "--adapter", "--", "/bin/true"});
  CHECK(outcome.out.rfind("HARNESS ERROR  ok\n", 0) == 0);
  CHECK(holds(outcome.out, "\n  reason        the client ended, or closed its stdout, before it said hello\n"));
  CHECK(outcome.exit_code == 2);
}

TEST_CASE("what a client leaves behind is ended and makes the run red", "[cli][conform]") {
  const Bench bench;
  const Outcome outcome = bench.conform(
      {"--run", "ok", "--", "/bin/sh", "-c",
       "(setsid sh -c 'echo $$ > " + bench.file("orphan") +
           "; exec sleep 1000' &); curl -s $JOBRIG_ENDPOINT/things/$JOBRIG_THING_NAME/jobs/$JOBRIG_JOB_ID; "
           "while ! [ -s " +
           bench.file("orphan") + " ]; do :; done"});
  CHECK(holds(outcome.out, "processes left behind"));
  CHECK(outcome.exit_code == 1);
  int orphan = 0;
  REQUIRE(std::ifstream(bench.file("orphan")) >> orphan);
  CHECK(::kill(orphan, 0) != 0);
}

TEST_CASE("an interrupted run tells what was done and ends with 130", "[cli][conform]") {
  const Bench bench;
  const Doorbell started(bench.file("started"));
  jobrig::test::Process process({jobrig::test::jobrig_program(), "conform", "--cases", bench.file("cases"), "--run",
                                 "ok", "--", "/bin/sh", "-c", "echo $$ > " + bench.file("started") + "; sleep 1000"});
  REQUIRE(started.rings());
  process.send_signal(SIGINT);
  const Outcome outcome = process.finish();
  CHECK(outcome.exit_code == 130);
  CHECK(ends(outcome.out, "\ninterrupted: not all cases were run\nno cases\n" + must_line(0, 0)));
}

TEST_CASE("conform lists the cases that it would run", "[cli][conform]") {
  const Bench bench;
  const Outcome outcome = bench.conform({"--list", "--skip", "t*"});
  CHECK(outcome.out == "MUST   ok  A job is described.\n");
  CHECK(outcome.exit_code == 0);
}

TEST_CASE("shards share the cases out between them", "[cli][conform]") {
  const Bench bench;
  CHECK(bench.conform({"--list", "--shard", "1/2"}).out == "MUST   ok  A job is described.\n");
  CHECK(bench.conform({"--list", "--shard", "2/2"}).out == "MUST   twice  The first call fails.\n");
  const Outcome outcome = bench.conform({"--list", "--shard", "3/2"});
  CHECK(outcome.err == "jobrig: --shard must be I/N with I from 1 to N and N up to 10000, or auto, not \"3/2\"\n");
  CHECK(outcome.exit_code == 2);
}

TEST_CASE("repeats of a case run beside each other", "[cli][conform]") {
  const Bench bench;
  const Outcome outcome = bench.conform(bench.adapter({"--run", "ok", "--repeat", "3", "--shuffle", "--seed", "7"}));
  CHECK(ends(outcome.out, ", seed 7\n3 passed\n" + must_line(1, 0)));
  CHECK(outcome.exit_code == 0);
}

TEST_CASE("fail-fast stops at the first failure", "[cli][conform]") {
  const Bench bench;
  const Outcome outcome = bench.conform({"--fail-fast", "--jobs", "1", "--", "/bin/true"});
  CHECK(outcome.out.rfind("NOT CALLED  ok\n", 0) == 0);
  CHECK_FALSE(holds(outcome.out, "twice"));
  CHECK(outcome.exit_code == 1);
}

TEST_CASE("conform says what is wrong with its words", "[cli][conform]") {
  const Bench bench;
  CHECK(bench.conform({}).err ==
        "jobrig: no client given; put its command line after --, as in jobrig conform --adapter -- python3 "
        "mine.py\n");
  CHECK(bench.conform({"--run", "okk", "--", "x"}).err ==
        "jobrig: --run \"okk\" matches no case; did you mean \"ok\"?\n");
  CHECK(bench.conform({"--features", "tsl", "--", "x"}).err ==
        "jobrig: unknown feature \"tsl\"; did you mean \"tls\"?\n");
  CHECK(bench.conform({"--wire-only", "--adapter", "--", "x"}).err ==
        "jobrig: --wire-only is not allowed with --adapter or --profile, which report results\n");
  CHECK(bench.conform({"--", "/bin/true", "{endpont}"}).err ==
        "jobrig: unknown placeholder {endpont}; did you mean {endpoint}?\n");
}
