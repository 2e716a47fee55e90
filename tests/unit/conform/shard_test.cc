// The number of a shard from the variables of schedulers, and the distribution of cases over shards.
#include "conform/shard.h"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.h"

using namespace jobrig;
using namespace std::chrono_literals;

namespace {

using Variables = std::map<std::string, std::string>;

/// `2/5`, or the error.
std::string shard_in(const std::string& text, const Variables& variables) {
  const auto shard = conform::parse_shard(text, [&](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  });
  return shard ? std::to_string(shard->index) + "/" + std::to_string(shard->count) : shard.error().message;
}

std::string automatic(const Variables& variables) { return shard_in("auto", variables); }

const std::vector<std::string_view> kCases{"a", "b", "c", "d", "e"};

}  // namespace

TEST_CASE("each scheduler names a shard", "[conform]") {
  CHECK(automatic({{"JOBRIG_SHARD_INDEX", "0"}, {"JOBRIG_SHARD_COUNT", "4"}}) == "1/4");
  CHECK(automatic({{"JOB_COMPLETION_INDEX", "7"}, {"JOB_COMPLETION_COUNT", "8"}}) == "8/8");
  CHECK(automatic({{"CI_NODE_INDEX", "2"}, {"CI_NODE_TOTAL", "5"}}) == "2/5");
  CHECK(automatic({{"CI_NODE_TOTAL", "1"}}) == "1/1");
  const Variables from_zero{
      {"SLURM_ARRAY_TASK_ID", "0"}, {"SLURM_ARRAY_TASK_COUNT", "8"}, {"SLURM_ARRAY_TASK_MIN", "0"}};
  CHECK(automatic(from_zero) == "1/8");
  CHECK(automatic({{"SLURM_ARRAY_TASK_ID", "5"},
                   {"SLURM_ARRAY_TASK_COUNT", "4"},
                   {"SLURM_ARRAY_TASK_MIN", "1"},
                   {"SLURM_ARRAY_TASK_STEP", "2"}}) == "3/4");
  // A GitLab runner may run in a Kubernetes pod; what the user says comes first.
  CHECK(
      automatic(
          {{"CI_NODE_INDEX", "2"}, {"CI_NODE_TOTAL", "5"}, {"JOBRIG_SHARD_INDEX", "2"}, {"JOBRIG_SHARD_COUNT", "3"}}) ==
      "3/3");
}

TEST_CASE("variables that name no shard are explained", "[conform]") {
  CHECK(automatic({}) ==
        "--shard auto: this is not a Kubernetes Indexed Job, a Slurm job array or a GitLab job; set JOBRIG_SHARD_INDEX "
        "(from "
        "0) and JOBRIG_SHARD_COUNT");
  CHECK(automatic({{"JOB_COMPLETION_INDEX", "1"}}) ==
        "--shard auto: JOB_COMPLETION_INDEX is set, but JOB_COMPLETION_COUNT is not; set it to the number of shards");
  CHECK(automatic({{"JOB_COMPLETION_INDEX", "8"}, {"JOB_COMPLETION_COUNT", "8"}}) ==
        "--shard auto: JOB_COMPLETION_INDEX is 8, which is not one of 8 shards from 0 (JOB_COMPLETION_COUNT)");
  CHECK(automatic({{"CI_NODE_INDEX", "0"}, {"CI_NODE_TOTAL", "2"}}) ==
        "--shard auto: CI_NODE_INDEX is 0, which is not one of 2 shards from 1 (CI_NODE_TOTAL)");
  CHECK(automatic({{"CI_NODE_INDEX", "x"}, {"CI_NODE_TOTAL", "2"}}) ==
        "--shard auto: CI_NODE_INDEX must be a whole number, not \"x\"");
  CHECK(automatic({{"CI_NODE_INDEX", "1"}, {"CI_NODE_TOTAL", "10001"}}) ==
        "--shard auto: CI_NODE_TOTAL is larger than the limit of 10000");
}

TEST_CASE("a shard is two numbers", "[conform]") {
  CHECK(shard_in("2/5", {}) == "2/5");
  for (const char* wrong : {"", "2", "/", "2/", "/5", "0/5", "6/5", "-1/5", "2/5x", "1/10001", "Auto"}) {
    CHECK(shard_in(wrong, {}) ==
          "--shard must be I/N with I from 1 to N and N up to 10000, or auto, not \"" + std::string(wrong) + "\"");
  }
}

TEST_CASE("shards get every N-th case when no times are known", "[conform]") {
  CHECK(conform::assign_shards(kCases, 2, {}) == std::vector<std::size_t>{1, 2, 1, 2, 1});
  CHECK(conform::assign_shards(kCases, 9, {}) == std::vector<std::size_t>{1, 2, 3, 4, 5});
  CHECK(conform::assign_shards({}, 2, {}).empty());
}

TEST_CASE("shards get the same work when times are known", "[conform]") {
  const conform::CaseTimes times{{"a", 1s}, {"b", 1s}, {"c", 1s}, {"d", 3s}, {"gone", 100s}};
  // e counts as 1.5 s: d and a are in one shard, e, b and c in the other.
  CHECK(conform::assign_shards(kCases, 2, times) == std::vector<std::size_t>{2, 2, 1, 1, 2});
}

TEST_CASE("the time of a case is the sum of its repeats", "[conform]") {
  model::RunResult run;
  for (const std::uint64_t repeat : {1U, 2U}) {
    model::CaseResult result;
    result.name = "a";
    result.repeat = repeat;
    model::CallRecord call;
    call.began = base::Monotonic(1s);
    call.ended = base::Monotonic(3s);
    result.record.calls.push_back(call);
    run.results.push_back(result);
  }
  conform::CaseTimes times;
  conform::add_case_times({run}, times);
  CHECK(times == conform::CaseTimes{{"a", 4s}});
}
