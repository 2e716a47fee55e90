// Tests the conformance runner itself: the reference client passes every case, and each of its mutants
// (tests/clients/reference) fails exactly the cases listed in tests/clients/mutants/NAME.txt. JOBRIG_WRITE_GOLDEN=1
// writes the lists instead; review the difference before committing.
//
// A list has a line `CASE: VERDICT` for each case that the mutant does not pass, and `problem: WHAT` for each problem
// of the run. It may start with `options: …` for the runner. If the options end with `--jobs 1`, the mutant is run
// alone, because its verdicts depend on the speed of the machine.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "load/case_loader.h"
#include "support/catch.h"
#include "support/paths.h"
#include "support/process.h"
#include "support/side_by_side.h"
#include "support/temporary_folder.h"

using namespace jobrig;
using namespace std::chrono_literals;

namespace {

// The mutants mostly wait, so kRunsAtATime runs are executed in parallel, each with kJobs cases at a time. With more,
// they slow each other down, and clients with time limits give up.
constexpr std::size_t kRunsAtATime = 4;
constexpr const char* kJobs = "16";
constexpr std::string_view kOptions = "options: ";

using Lines = std::set<std::string>;

std::string reference_client() {
  return (std::filesystem::path(test::jobrig_program()).parent_path() / "jobrig_reference_client").string();
}

std::filesystem::path lists() { return test::source_folder() / "tests/clients/mutants"; }

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

struct List {
  std::string options;  // for the runner, on one line
  Lines lines;
};

List read_list(const std::string& mutant) {
  List list;
  std::ifstream file(lists() / (mutant + ".txt"));
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(kOptions)) {
      list.options = line.substr(kOptions.size());
    } else {
      list.lines.insert(line);
    }
  }
  return list;
}

void write_list(const std::string& mutant, const List& list) {
  std::ofstream file(lists() / (mutant + ".txt"));
  file << (list.options.empty() ? "" : std::string(kOptions) + list.options + "\n");
  for (const std::string& line : list.lines) {
    file << line << "\n";
  }
}

std::vector<std::string> mutants() {
  const test::Outcome outcome = test::run({reference_client(), "--list-mutants"});
  std::vector<std::string> names;
  std::istringstream stream(outcome.out);
  for (std::string line; std::getline(stream, line);) {
    names.push_back(line.substr(0, line.find(':')));
  }
  return names;
}

/// The result of a run with the client's command, as the lines of a list. If there is no report, a line that starts
/// with `broken: `.
Lines judged(const std::vector<std::string>& client, const std::string& options) {
  const test::TemporaryFolder folder;
  const std::string report = (folder.path() / "run.json").string();
  // The seed determines the garbage bytes, and therefore how clients misinterpret them.
  std::vector<std::string> words{"conform", "--seed", "1", "--json", report};
  if (options.find("--jobs") == std::string::npos) {
    words.insert(words.end(), {"--jobs", kJobs});
  }
  for (const std::string& word : words_of(options)) {
    words.push_back(word);
  }
  words.insert(words.end(), {"--adapter", "--", reference_client()});
  words.insert(words.end(), client.begin(), client.end());
  test::ProcessOptions process;
  process.deadline = 1800s;
  const test::Outcome outcome = test::run_jobrig(std::move(words), process);
  std::ifstream file(report);
  const auto written = nlohmann::json::parse(file, nullptr, false);
  if (written.is_discarded()) {
    return {"broken: exit code " + std::to_string(outcome.exit_code) + ", " + outcome.err};
  }
  Lines lines;
  const auto& run = written.at("runs").at(0);
  for (const auto& result : run.at("results")) {
    if (result.at("verdict") != "passed") {
      lines.insert(result.at("case").get<std::string>() + ": " + result.at("verdict").get<std::string>());
    }
  }
  for (const auto& problem : run.at("problems")) {
    lines.insert("problem: " + problem.at("what").get<std::string>());
  }
  return lines;
}

/// The lines that are in only one of the two, marked.
std::vector<std::string> differences(const Lines& expected, const Lines& actual) {
  std::vector<std::string> marked;
  for (const std::string& line : expected) {
    if (!actual.contains(line)) {
      marked.push_back("missing  " + line);
    }
  }
  for (const std::string& line : actual) {
    if (!expected.contains(line)) {
      marked.push_back("too much " + line);
    }
  }
  return marked;
}

bool writes_lists() {
  const char* const write = std::getenv("JOBRIG_WRITE_GOLDEN");  // NOLINT(concurrency-mt-unsafe): before threads start
  return write != nullptr && std::string_view(write) == "1";
}

/// By mutant, the missing and the superfluous lines of its list.
using Differences = std::map<std::string, std::vector<std::string>>;

void run_some(const std::vector<std::string>& names, std::size_t at_a_time, bool write, Differences& found) {
  std::mutex mutex;
  test::side_by_side(names.size(), at_a_time, [&](std::size_t mine) {
    List list = read_list(names[mine]);
    Lines lines = judged({"--mutant", names[mine]}, list.options);
    const std::lock_guard lock(mutex);
    found[names[mine]] = differences(list.lines, lines);
    if (write) {
      list.lines = std::move(lines);
      write_list(names[mine], list);
    }
  });
}

Differences run_all(std::vector<std::string> names, bool write) {
  const auto alone = std::stable_partition(names.begin(), names.end(), [](const std::string& name) {
    return !read_list(name).options.ends_with("--jobs 1");
  });
  Differences found;
  run_some({names.begin(), alone}, kRunsAtATime, write, found);
  run_some({alone, names.end()}, 1, write, found);
  return found;
}

/// The built-in cases by name, with their levels.
std::map<std::string, model::Level> cases() {
  std::map<std::string, model::Level> levels;
  for (const model::ConformanceCase& one : load::shipped_cases()) {
    levels.emplace(one.name, one.level);
  }
  return levels;
}

/// Whether a line of a list fails the run: not a SHOULD, not informational, and not a harness error.
bool blames(std::string_view line) {
  return line.ends_with(": failed") || line.ends_with(": timed-out") || line.ends_with(": not-called");
}

}  // namespace

TEST_CASE("the reference client passes every case", "[cli][mutants]") {
  CHECK(judged({}, "") == Lines{});
  CHECK(cases().size() >= 200);
}

TEST_CASE("each mutant of the reference client fails just the cases of its list", "[cli][mutants][slow]") {
  const std::vector<std::string> names = mutants();
  REQUIRE(names.size() >= 40);
  const bool write = writes_lists();
  for (const auto& [name, difference] : run_all(names, write)) {
    CAPTURE(name);
    if (!write) {
      CHECK(difference == std::vector<std::string>{});
    }
  }
}

TEST_CASE("every mutant has a list and every list a mutant and none is empty", "[cli][mutants]") {
  const std::vector<std::string> named = mutants();
  std::set<std::string> listed;
  for (const auto& entry : std::filesystem::directory_iterator(lists())) {
    listed.insert(entry.path().stem().string());
  }
  CHECK(listed == std::set<std::string>(named.begin(), named.end()));
  for (const std::string& name : named) {
    CAPTURE(name);
    CHECK_FALSE(read_list(name).lines.empty());
  }
}

TEST_CASE("each MUST case is failed by a mutant", "[cli][mutants]") {
  const auto levels = cases();
  std::set<std::string> caught;
  for (const std::string& name : mutants()) {
    const Lines lines = read_list(name).lines;
    if (lines.size() >= levels.size()) {
      continue;  // a client that fails everything proves nothing about a case
    }
    for (const std::string& line : lines) {
      caught.insert(blames(line) ? line.substr(0, line.find(": ")) : "");
    }
  }
  std::vector<std::string> uncaught;
  for (const auto& [name, level] : levels) {
    if (level == model::Level::kMust && !caught.contains(name)) {
      uncaught.push_back(name);
    }
  }
  CHECK(uncaught == std::vector<std::string>{});
}
