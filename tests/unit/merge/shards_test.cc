// What the results of shards become, and which sets of shards are refused with which sentence.
#include "merge/shards.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "support/catch.h"
#include "support/run_fixture.h"

using namespace jobrig;
using merge::NamedRun;

namespace {

constexpr std::size_t kShards = 3;
const base::Instant kBegan{std::chrono::seconds(1'700'000'000)};

/// The fixture's run as three shards of every third case, which began one second after the other and took two.
std::vector<NamedRun> three_shards() {
  const model::RunResult whole = test::every_verdict_run();
  std::vector<NamedRun> shards;
  for (std::size_t index = 1; index <= kShards; ++index) {
    model::RunResult run = whole;
    run.results.clear();
    run.problems.clear();
    run.began = kBegan + std::chrono::seconds(index);
    run.took = std::chrono::seconds(2);
    run.shard = {index, kShards, 0, "5eed", "--repeat 2"};
    shards.push_back({"s" + std::to_string(index) + ".json", std::move(run)});
  }
  std::string before;
  std::size_t number = 0;
  for (const model::CaseResult& result : whole.results) {
    number += result.name == before ? 0 : 1;
    before = result.name;
    shards[number % kShards].run.results.push_back(result);
  }
  for (NamedRun& one : shards) {
    one.run.shard->cases = number;
  }
  return shards;
}

std::vector<std::string> refusals(std::vector<NamedRun> shards) {
  merge::Merged merged = merge::merge_shards(std::move(shards));
  CHECK_FALSE(merged.run.has_value());
  return merged.problems;
}

}  // namespace

TEST_CASE("merged shards are the whole run", "[merge]") {
  std::vector<NamedRun> shards = three_shards();
  std::swap(shards[0], shards[2]);
  const merge::Merged merged = merge::merge_shards(shards);
  CHECK(merged.problems.empty());
  REQUIRE(merged.run.has_value());
  model::RunResult expected = test::every_verdict_run();
  expected.problems.clear();
  std::sort(expected.results.begin(), expected.results.end(),
            [](const model::CaseResult& one, const model::CaseResult& other) {
              return std::tie(one.name, one.repeat) < std::tie(other.name, other.repeat);
            });
  expected.began = kBegan + std::chrono::seconds(1);
  expected.took = std::chrono::seconds(4);
  CHECK(*merged.run == expected);
}

TEST_CASE("problems of shards are in the order of a whole run", "[merge]") {
  std::vector<NamedRun> shards = three_shards();
  const model::RunProblem left{"processes left behind", "boto3", "the client left 1 process behind"};
  const model::RunProblem flaky{"flaky", "retry/a", "failed once, passed once"};
  const model::RunProblem ninth{"known failure passed", "known.yaml:9", "request/a is passed"};
  const model::RunProblem tenth{"expectation expired", "known.yaml:10", "since 2026 it excuses request/b no longer"};
  model::RunProblem later = tenth;
  later.detail = "since 2026 it excuses request/c no longer";
  shards[0].run.problems = {later, left};
  shards[1].run.problems = {tenth, flaky};
  shards[2].run.problems = {ninth};
  const merge::Merged merged = merge::merge_shards(shards);
  REQUIRE(merged.run.has_value());
  CHECK(merged.run->problems == std::vector<model::RunProblem>{ninth, tenth, flaky, left});
}

TEST_CASE("a missing shard is named", "[merge]") {
  std::vector<NamedRun> shards = three_shards();
  shards.erase(shards.begin() + 1);
  CHECK(refusals(shards) == std::vector<std::string>{"shard 2 of 3 is missing"});
  shards.erase(shards.begin());
  CHECK(refusals(shards) == std::vector<std::string>{"shard 1 of 3 is missing", "shard 2 of 3 is missing"});
}

TEST_CASE("a shard that is there twice is named", "[merge]") {
  std::vector<NamedRun> shards = three_shards();
  shards.push_back(shards[1]);
  shards.back().file = "copy.json";
  CHECK(refusals(shards) == std::vector<std::string>{"copy.json and s2.json are both shard 2 of 3"});
}

TEST_CASE("a shard that was interrupted is named", "[merge]") {
  std::vector<NamedRun> shards = three_shards();
  shards[2].run.interrupted = true;
  CHECK(refusals(shards) == std::vector<std::string>{"s3.json: shard 3 of 3 was interrupted"});
}

TEST_CASE("a whole run is not a shard", "[merge]") {
  std::vector<NamedRun> shards = three_shards();
  shards[1].run.shard.reset();
  CHECK(refusals(shards) ==
        std::vector<std::string>{"s2.json is not a shard: jobrig conform wrote it without --shard"});
}

TEST_CASE("a shard of another run is refused with what differs", "[merge]") {
  using Change = void (*)(model::RunResult&);
  const std::vector<std::pair<std::string, Change>> changes{
      {"another seed", [](model::RunResult& run) { run.seed = 99; }},
      {"another version of jobrig", [](model::RunResult& run) { run.jobrig_version = "0"; }},
      {"another suite of cases", [](model::RunResult& run) { run.shard->suite = "0ther"; }},
      {"another client", [](model::RunResult& run) { run.client.version = "0"; }},
      {"another client", [](model::RunResult& run) { run.client.features.push_back("tls"); }},
      {"other options", [](model::RunResult& run) { run.shard->options = ""; }},
      {"other options", [](model::RunResult& run) { run.strict = !run.strict; }},
  };
  for (const auto& [what, change] : changes) {
    CAPTURE(what);
    std::vector<NamedRun> shards = three_shards();
    change(shards[1].run);
    const std::vector<std::string> found = refusals(shards);
    REQUIRE(found.size() == 1);
    CHECK(found[0].rfind("s2.json has " + what + " than s1.json: \"", 0) == 0);
  }
}

TEST_CASE("a shard of another number of shards is refused", "[merge]") {
  std::vector<NamedRun> shards = three_shards();
  shards[1].run.shard->count = 4;
  const std::vector<std::string> found = refusals(shards);
  CHECK(found == std::vector<std::string>{"s2.json has another number of shards than s1.json: \"4\", not \"3\"; give "
                                          "every shard the same N in --shard I/N",
                                          "shard 2 of 3 is missing"});
}

TEST_CASE("a case in two shards or in none is refused", "[merge]") {
  std::vector<NamedRun> shards = three_shards();
  const model::CaseResult moved = shards[1].run.results.front();
  shards[0].run.results.push_back(moved);
  CHECK(refusals(shards) == std::vector<std::string>{"s2.json and s1.json both have the case \"" + moved.name + "\""});
  shards = three_shards();
  const std::size_t all = shards[0].run.shard->cases;
  std::erase_if(shards[1].run.results, [&](const model::CaseResult& result) { return result.name == moved.name; });
  CHECK(refusals(shards) == std::vector<std::string>{"the shards have " + std::to_string(all - 1) + " of " +
                                                     std::to_string(all) + " cases"});
  for (NamedRun& one : shards) {
    one.run.shard->options = "--fail-fast";
  }
  CHECK(merge::merge_shards(shards).run.has_value());
}
