// Hostile clients (tests/cli/hostile.py): whatever a client does, its case ends in time with the correct verdict, the
// run continues to its end, and no process of the client remains.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/paths.h"
#include "support/process.h"
#include "support/side_by_side.h"
#include "support/temporary_folder.h"

using namespace jobrig;
using namespace std::chrono_literals;

namespace {

// For cases that only the deadline ends. A slow machine must reach the hostile act before the deadline.
constexpr auto kDeadline = 10s;
constexpr std::size_t kAtATime = 6;

struct Kind {
  const char* name;
  const char* verdict;
  bool leaves_processes = false;
};

bool waits_for_deadline(const Kind& kind) {
  return kind.verdict == std::string_view("timed-out") || kind.name == std::string_view("never_says_hello");
}

// A client that crashes after its request was answered is "failed"; before any request it is "not called".
constexpr Kind kKinds[] = {
    {"hangs", "timed-out"},
    {"ignores_sigterm", "timed-out"},
    {"forks_twice_and_leaves", "passed", true},
    {"forgets_its_environment", "passed", true},
    {"forks_sixty_times", "passed", true},
    {"floods_stdout", "failed"},
    {"floods_stdout_with_lines", "failed"},
    {"floods_with_old_results", "failed"},
    {"complains_much_and_answers", "passed"},
    {"floods_stderr", "timed-out"},
    {"closes_stdout", "failed"},
    {"closes_everything", "failed"},
    {"writes_half_a_line", "timed-out"},
    {"writes_half_a_line_and_ends", "failed"},
    {"writes_no_utf8", "failed"},
    {"writes_nul", "failed"},
    {"writes_deep_json", "failed"},
    {"writes_a_huge_line", "failed"},
    {"writes_a_list", "failed"},
    {"answers_another_call", "failed"},
    {"answers_twice", "failed"},
    {"ends_in_silence", "failed"},
    {"ends_with_seven", "failed"},
    {"stops_itself", "timed-out"},
    {"kills_its_group", "failed"},
    {"keeps_the_pipe_in_a_grandchild", "failed", true},
    {"goes_on_as_its_child", "failed", true},
    {"becomes_sleep", "timed-out"},
    {"becomes_cat", "failed"},
    {"binds_ports", "passed"},
    {"dies_by_SIGHUP", "failed"},
    {"dies_by_SIGINT", "failed"},
    {"dies_by_SIGQUIT", "failed"},
    {"dies_by_SIGILL", "failed"},
    {"dies_by_SIGTRAP", "failed"},
    {"dies_by_SIGABRT", "failed"},
    {"dies_by_SIGBUS", "failed"},
    {"dies_by_SIGFPE", "failed"},
    {"dies_by_SIGKILL", "failed"},
    {"dies_by_SIGSEGV", "failed"},
    {"dies_by_SIGPIPE", "failed"},
    {"dies_by_SIGTERM", "failed"},
    {"dies_by_SIGUSR1", "failed"},
    {"never_says_hello", "harness-error"},
    {"says_hello_of_another_protocol", "harness-error"},
    {"never_reads", "timed-out"},
    {"answers_before_it_is_asked", "not-called"},
};

constexpr std::string_view kCase =
    "summary: A job is described.\n"
    "level: MUST\n"
    "requirement: The client asks for the execution and hands it on.\n"
    "source: API Reference DescribeJobExecution\n"
    "things: {'{thing}': {'{job}': {status: IN_PROGRESS}}}\n"
    "call: {operation: DescribeJobExecution}\n"
    "expect: {outcome: {execution: {status: IN_PROGRESS}}}\n";

// Two cases, to check that the run continues.
struct Trial : test::TemporaryFolder {
  Trial() {
    std::filesystem::create_directories(path() / "cases");
    for (const char* name : {"first", "second"}) {
      std::ofstream(path() / "cases" / (std::string(name) + ".yaml")) << kCase;
    }
    std::ofstream(path() / "ids") << "";
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (path() / name).string(); }

  test::Outcome run(const Kind& kind) const {
    const std::string script = (test::source_folder() / "tests/cli/hostile.py").string();
    const auto deadline = waits_for_deadline(kind) ? kDeadline : test::kHangGuard;
    test::ProcessOptions options;
    options.deadline = 4 * test::kHangGuard;
    return test::run_jobrig({"conform", "--cases", file("cases"), "--deadline", std::to_string(deadline.count()) + "s",
                             "--jobs", "2", "--json", file("run.json"), "--env", "HOSTILE_IDS=" + file("ids"),
                             "--adapter", "--", "/usr/bin/python3", "-B", script, kind.name},
                            options);
  }
  /// Null if there is no report.
  [[nodiscard]] nlohmann::json report() const {
    std::ifstream stream(file("run.json"));
    const auto written = nlohmann::json::parse(stream, nullptr, false);
    return written.is_discarded() ? nlohmann::json() : written.at("runs").at(0);
  }
  /// The remaining processes of the client, including zombies.
  [[nodiscard]] std::vector<std::string> survivors() const {
    std::vector<std::string> there;
    std::ifstream stream(file("ids"));
    for (std::string id; std::getline(stream, id);) {
      if (std::filesystem::exists("/proc/" + id)) {
        there.push_back(id);
      }
    }
    return there;
  }
};

int exit_code_of(const Kind& kind) {
  const std::string verdict = kind.verdict;
  if (kind.leaves_processes) {
    return 1;
  }
  return verdict == "passed" ? 0 : verdict == "harness-error" ? 2 : 1;
}

// The result of one kind.
struct Trialled {
  test::Outcome outcome;
  std::chrono::steady_clock::duration took{};
  std::vector<std::string> survivors;
  nlohmann::json report;
};

Trialled tried(const Kind& kind) {
  const Trial trial;
  Trialled result;
  const auto begin = std::chrono::steady_clock::now();
  result.outcome = trial.run(kind);
  result.took = std::chrono::steady_clock::now() - begin;
  result.survivors = trial.survivors();
  result.report = trial.report();
  return result;
}

}  // namespace

TEST_CASE("a hostile client ends in time with the verdict that it deserves and leaves nothing", "[cli][hostile]") {
  std::vector<Trialled> results(std::size(kKinds));
  test::side_by_side(results.size(), kAtATime, [&](std::size_t i) { results[i] = tried(kKinds[i]); });
  for (std::size_t i = 0; i < results.size(); ++i) {
    const Kind& kind = kKinds[i];
    const Trialled& result = results[i];
    CAPTURE(kind.name, result.outcome.out, result.outcome.err);
    // The verdict shows whether the deadline ended the case.
    CHECK((result.took >= kDeadline || !waits_for_deadline(kind)));
    CHECK(result.took < kDeadline + test::kHangGuard);
    CHECK(result.outcome.exit_code == exit_code_of(kind));
    CHECK(result.survivors == std::vector<std::string>{});
    REQUIRE(result.report.is_object());
    CHECK(result.report.at("results").size() == 2);
    for (const auto& one : result.report.at("results")) {
      CHECK(one.at("verdict") == kind.verdict);
      CHECK(one.at("record").at("notes").size() < 10);
    }
    CHECK(result.report.at("problems").empty() != kind.leaves_processes);
  }
}
