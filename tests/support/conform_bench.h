// A folder with two small conformance cases and a small client of each kind, for tests of `jobrig conform`.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/process.h"
#include "support/temporary_folder.h"

namespace jobrig::test {

inline constexpr std::string_view kCaseHead =
    "level: MUST\n"
    "requirement: The client asks for the execution and hands it on.\n"
    "source: API Reference DescribeJobExecution\n"
    "things: {'{thing}': {'{job}': {status: IN_PROGRESS}}}\n"
    "call: {operation: DescribeJobExecution}\n";

/// The cases `ok` (describes a job) and `twice` (the first call fails), and a Python adapter that does not retry.
struct ConformBench : TemporaryFolder {
  ConformBench() {
    write("cases/ok.yaml", "summary: A job is described.\n" + std::string(kCaseHead) +
                               "expect: {outcome: {execution: {status: IN_PROGRESS}}, requests: {count: 1}}\n");
    write("cases/twice.yaml", "summary: The first call fails.\n" + std::string(kCaseHead) +
                                  "rules: [{answers: [{error: ServiceUnavailableException}, documented]}]\n"
                                  "expect: {requests: {count: 2..5}}\n");
    write("client.py", R"(import json, sys, urllib.request
def say(message): print(json.dumps(message), flush=True)
for line in sys.stdin:
    order = json.loads(line)
    if order["type"] == "hello":
        say({"type": "hello", "protocol": 1, "client": "small", "version": "1", "features": []})
    elif order["type"] == "bye":
        break
    else:
        names = order["arguments"]
        url = f'{order["endpoint"]}/things/{names["thingName"]}/jobs/{names["jobId"]}'
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:
                say({"type": "result", "id": order["id"], "outcome": "success", "response": json.load(answer)})
        except Exception as problem:
            say({"type": "result", "id": order["id"], "outcome": "error", "error": {"message": str(problem)}})
)");
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (path() / name).string(); }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path() / name).parent_path());
    std::ofstream(path() / name) << text;
  }
  /// Runs `conform` with the cases in this folder.
  [[nodiscard]] Outcome conform(std::vector<std::string> words) const {
    words.insert(words.begin(), {"conform", "--cases", file("cases")});
    return run_jobrig(std::move(words));
  }
  [[nodiscard]] std::vector<std::string> adapter(std::vector<std::string> options = {}) const {
    options.insert(options.end(), {"--adapter", "--", "/usr/bin/python3", file("client.py")});
    return options;
  }
};

/// The last line before the names of failed cases, for a run of MUST cases that were all judged.
inline std::string must_line(int passed, int failed) {
  return "MUST: " + std::to_string(passed + failed) + " judged, " + std::to_string(passed) + " passed, " +
         std::to_string(failed) + " failed; 0 not judged\n";
}

/// The last lines of a run whose failures all have the same failing check: the number of cases and their names.
inline std::string failed_lines(const std::string& check, int count, const std::string& names) {
  return "\nfailed, by the failing check\n  " + check + " (" + std::to_string(count) + "): " + names + "\n";
}

inline bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
inline bool ends(const std::string& text, std::string_view end) { return text.ends_with(end); }

}  // namespace jobrig::test
