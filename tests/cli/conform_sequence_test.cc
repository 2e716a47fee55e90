// The check `sequence` in a run: a client that asks for pending jobs, starts one and reports on it passes, one that
// reports before it starts fails.
#include <string>

#include "support/catch.h"
#include "support/conform_bench.h"
#include "support/process.h"
#include "support/temporary_folder.h"

using jobrig::test::Outcome;

namespace {

constexpr std::string_view kSequenceCase = R"(summary: A device asks, starts and reports.
level: MUST
requirement: A device starts a job before it reports on it.
source: AWS IoT Developer Guide, Jobs workflow
things: {"{thing}": {"{job}": {}}}
calls:
  - {operation: GetPendingJobExecutions}
  - {operation: StartNextPendingJobExecution}
  - {operation: UpdateJobExecution, status: IN_PROGRESS}
expect:
  sequence: {operations: [GetPendingJobExecutions, StartNextPendingJobExecution, UpdateJobExecution]}
)";

/// With an argument, it swaps the last two requests.
constexpr std::string_view kSequenceClient = R"(import json, sys, urllib.request
swap = {"StartNextPendingJobExecution": "UpdateJobExecution", "UpdateJobExecution": "StartNextPendingJobExecution"}
job = "unknown"
def say(message): print(json.dumps(message), flush=True)
for line in sys.stdin:
    order = json.loads(line)
    if order["type"] == "hello":
        say({"type": "hello", "protocol": 1, "client": "ordered", "version": "1", "features": ["start-next", "update", "get-pending"]})
    elif order["type"] == "bye":
        break
    else:
        operation, names = order["operation"], order["arguments"]
        if len(sys.argv) > 1:
            operation = swap.get(operation, operation)
        jobs = f'{order["endpoint"]}/things/{names["thingName"]}/jobs'
        wanted = {"GetPendingJobExecutions": ("GET", jobs, None),
                  "StartNextPendingJobExecution": ("PUT", jobs + "/$next", b"{}"),
                  "UpdateJobExecution": ("POST", jobs + "/" + job, b'{"status":"IN_PROGRESS"}')}
        method, url, body = wanted[operation]
        request = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            response = json.load(answer)
        job = response["queuedJobs"][0]["jobId"] if "queuedJobs" in response else job
        say({"type": "result", "id": order["id"], "outcome": "success", "response": response})
)";

}  // namespace

TEST_CASE("conform fails a client that sends its requests in another order", "[cli][conform]") {
  const jobrig::test::ConformBench bench;
  bench.write("ordered/order.yaml", std::string(kSequenceCase));
  bench.write("ordered.py", std::string(kSequenceClient));
  const auto conform = [&](std::vector<std::string> more) {
    std::vector<std::string> words{"conform", "--cases",          bench.file("ordered"),   "--adapter",
                                   "--",      "/usr/bin/python3", bench.file("ordered.py")};
    words.insert(words.end(), more.begin(), more.end());
    return jobrig::test::run_jobrig(std::move(words));
  };
  const Outcome right = conform({});
  CAPTURE(right.out, right.err);
  CHECK(right.exit_code == 0);
  const Outcome wrong = conform({"swapped"});
  CAPTURE(wrong.out, wrong.err);
  CHECK(wrong.exit_code == 1);
  CHECK(
      wrong.out.find("sequence: expected GetPendingJobExecutions, StartNextPendingJobExecution, UpdateJobExecution") !=
      std::string::npos);
}
