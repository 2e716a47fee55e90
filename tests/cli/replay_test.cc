// Runs with the same seed: the responses to 10,000 requests for 100 things and their journal are equal, with one worker
// and with four.
#include <cstdint>
#include <exception>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/catch.h"
#include "support/raw_client.h"
#include "support/served.h"
#include "support/temporary_folder.h"

using jobrig::test::RawClient;
using jobrig::test::Served;
using jobrig::test::TemporaryFolder;
using nlohmann::json;

namespace {

constexpr int kThings = 100;
constexpr int kRounds = 100;
constexpr int kLanes = 8;

// Half of all responses are changed at random, in ways that keep their length and the connection: the client can then
// find the end of each. The clock is frozen, because a seed does not determine the time of day.
constexpr const char* kReplayed = R"(summary: Chance at every turn.
clock: {start: 2026-11-24T00:00:00Z, rate: 0}
things:
  "sensor-{1..100}":
    calibrate: {status: QUEUED, document: {operation: calibrate}}
rules:
  - name: chance
    answers:
      - documented: true
        faults:
          - {error-name-in: {place: header, error: ThrottlingException}, chance: 10%}
          - {drop-member: execution.status, chance: 10%}
          - {cut-json: {keep: 50%}, chance: 10%}
          - {html-body: {status: 502}, chance: 10%}
          - {delay: 0ms..2ms, chance: 10%}
)";

/// The output of one run, by thing: the responses as the client received them, in sequence, and the lines of the
/// journal without the parts that may differ.
struct ReplayRun {
  std::map<std::string, std::string> answers;
  std::map<std::string, std::map<std::uint64_t, json>> journal;  // by ordinal
  std::size_t exchanges = 0;
};

/// Sends kRounds requests for every kLanes-th thing, on one connection.
std::map<std::string, std::string> ask(std::uint16_t port, int lane) {
  std::map<std::string, std::string> answers;
  RawClient client(port);
  for (int round = 0; round < kRounds; ++round) {
    for (int number = lane; number < kThings; number += kLanes) {
      const std::string thing = "sensor-" + std::to_string(number + 1);
      client.send("GET /things/" + thing + "/jobs/calibrate?includeJobDocument=true HTTP/1.1\r\nHost: x\r\n\r\n");
      answers[thing] += client.receive_answer();
    }
  }
  return answers;
}

std::map<std::string, std::string> ask_on_all_lanes(std::uint16_t port) {
  std::vector<std::map<std::string, std::string>> parts(kLanes);
  std::vector<std::exception_ptr> failures(kLanes);
  std::vector<std::thread> lanes;
  for (int lane = 0; lane < kLanes; ++lane) {
    const auto at = static_cast<std::size_t>(lane);
    lanes.emplace_back([port, lane, &part = parts[at], &failure = failures[at]] {
      try {
        part = ask(port, lane);
      } catch (...) {
        failure = std::current_exception();
      }
    });
  }
  for (std::thread& lane : lanes) {
    lane.join();
  }
  std::map<std::string, std::string> answers;
  for (std::size_t lane = 0; lane < parts.size(); ++lane) {
    if (failures[lane]) {
      std::rethrow_exception(failures[lane]);
    }
    answers.merge(parts[lane]);
  }
  return answers;
}

void read_journal(const std::string& path, ReplayRun& run) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line); ++run.exchanges) {
    json record = json::parse(line);
    for (const char* const differs :
         {"number", "connection", "monotonic_us", "first_byte_us", "last_byte_us", "ended_us"}) {
      REQUIRE(record.erase(differs) == 1);
    }
    const std::string thing = record.at("thing");
    const std::uint64_t ordinal = record.at("ordinal");
    run.journal[thing].emplace(ordinal, std::move(record));
  }
}

ReplayRun run_with(const std::string& workers, const std::string& seed) {
  const TemporaryFolder folder;
  const std::string scenario = (folder.path() / "chance.yaml").string();
  const std::string journal = (folder.path() / "journal.jsonl").string();
  std::ofstream(scenario) << kReplayed;
  Served served({scenario, "--workers", workers, "--seed", seed, "--journal", journal});
  ReplayRun run;
  run.answers = ask_on_all_lanes(served.port());
  REQUIRE(served.stop().exit_code == 0);
  read_journal(journal, run);
  return run;
}

}  // namespace

TEST_CASE("the same seed repeats ten thousand answers and their journal with one worker and with four", "[cli][slow]") {
  const ReplayRun one = run_with("1", "7");
  REQUIRE(one.exchanges == std::size_t{kThings} * kRounds);
  REQUIRE(one.journal.size() == kThings);
  const ReplayRun four = run_with("4", "7");
  CHECK(four.answers == one.answers);
  CHECK(four.journal == one.journal);
  CHECK(four.exchanges == one.exchanges);
  const ReplayRun other = run_with("4", "8");
  CHECK(other.exchanges == one.exchanges);
  std::size_t same = 0;
  for (const auto& [thing, answers] : one.answers) {
    same += other.answers.at(thing) == answers ? 1U : 0U;
  }
  CHECK(same == 0);
}
