// The same seed gives the same responses for any thread schedule, and keys are independent.
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "support/catch.h"
#include "support/planning.h"

using jobrig::model::Scenario;
using jobrig::test::documented_answer;
using jobrig::test::error_answer;
using jobrig::test::HttpPlan;
using jobrig::test::Planning;
namespace test = jobrig::test;

namespace {

constexpr std::size_t kKeys = 100;
constexpr std::size_t kCallsPerKey = 100;

Scenario fleet_with_outage() {
  Scenario scenario = test::thermostat();
  scenario.things.push_back(test::fleet("sensor-", 1, 1000));
  scenario.things.back().jobs[0].executions[0].then = {test::on_describe(10, jobrig::model::Status::kInProgress),
                                                       test::on_describe(30, jobrig::model::Status::kSucceeded)};
  scenario.things.back().jobs[0].gone_when_terminal = false;
  scenario.rules = {test::rule("outage", {}, {error_answer("ServiceUnavailableException", 3), documented_answer()})};
  return scenario;
}

// The parts of a plan that a client can observe.
std::string seen(const HttpPlan& plan) {
  std::string text = std::to_string(plan.reply.status);
  for (const auto& header : plan.reply.headers) {
    text += "\n" + header.name + ": " + header.value;
  }
  return text + "\n\n" + plan.reply.body + "\n" + std::to_string(plan.decision.ordinal);
}

// The responses of each key in order. The keys are divided among `threads` threads.
std::vector<std::vector<std::string>> run(std::uint64_t seed, std::size_t threads) {
  Planning planning(fleet_with_outage(), seed);
  std::vector<std::vector<std::string>> answers(kKeys);
  std::vector<std::thread> workers;
  for (std::size_t worker = 0; worker < threads; ++worker) {
    workers.emplace_back([&, worker] {
      for (std::size_t call = 0; call < kCallsPerKey; ++call) {
        for (std::size_t key = worker; key < kKeys; key += threads) {
          const std::string number = std::to_string(key + 1);
          answers[key].push_back(seen(planning.get("/things/sensor-" + number + "/jobs/calibrate-" + number)));
        }
      }
    });
  }
  for (std::thread& worker : workers) {
    worker.join();
  }
  return answers;
}

std::string request_id(const HttpPlan& plan) { return plan.reply.headers.at(1).value; }

}  // namespace

TEST_CASE("the same seed gives the same bytes with one thread and with four", "[plan]") {
  const auto once = run(7, 1);
  CHECK(once == run(7, 4));
  CHECK(once != run(8, 1));
}

TEST_CASE("keys asked at the same time each see their own script from its begin", "[plan]") {
  for (const auto& answers : run(3, 4)) {
    REQUIRE(answers.size() == kCallsPerKey);
    for (std::size_t call = 0; call < kCallsPerKey; ++call) {
      const std::string_view status = answers[call];
      REQUIRE(status.starts_with(call < 3 ? "503" : "200"));
      REQUIRE(status.ends_with("\n" + std::to_string(call)));
      // The first successful describe is call 3; the tenth is therefore call 12.
      const std::string_view word = call < 3 ? "" : call < 12 ? "QUEUED" : call < 42 ? "IN_PROGRESS" : "SUCCEEDED";
      REQUIRE(status.find(word) != std::string_view::npos);
    }
  }
}

TEST_CASE("many threads on one key count each of their requests once", "[plan]") {
  Planning planning(fleet_with_outage());
  constexpr std::size_t kThreads = 4;
  constexpr std::size_t kCalls = 500;
  std::vector<std::vector<std::uint64_t>> ordinals(kThreads);
  std::vector<std::thread> workers;
  for (auto& mine : ordinals) {
    workers.emplace_back([&] {
      for (std::size_t call = 0; call < kCalls; ++call) {
        mine.push_back(planning.get("/things/sensor-1/jobs/calibrate-1").decision.ordinal);
      }
    });
  }
  for (std::thread& worker : workers) {
    worker.join();
  }
  std::set<std::uint64_t> all;
  for (const auto& mine : ordinals) {
    all.insert(mine.begin(), mine.end());
  }
  CHECK(all.size() == kThreads * kCalls);
  CHECK(*all.rbegin() == kThreads * kCalls - 1);
}

TEST_CASE("request ids are UUIDs that differ by call and key and seed and scenario", "[plan]") {
  std::set<std::string> ids;
  for (const std::uint64_t seed : {7U, 8U}) {
    for (const std::string name : {"test", "another"}) {
      Scenario scenario = test::thermostat();
      scenario.name = name;
      Planning planning(std::move(scenario), seed);
      for (const std::string_view target :
           {"/things/thermostat-1/jobs/firmware-7", "/things/thermostat-1/jobs/$next", "/nowhere"}) {
        ids.insert(request_id(planning.get(target)));
        ids.insert(request_id(planning.get(target)));
      }
    }
  }
  CHECK(ids.size() == 24);
  for (const std::string& id : ids) {
    CAPTURE(id);
    REQUIRE(id.size() == 36);
    CHECK(id.find_first_not_of("0123456789abcdef-") == std::string::npos);
    CHECK(id[8] == '-');
    CHECK(id[13] == '-');
    CHECK(id[14] == '4');
    CHECK(id[18] == '-');
    CHECK(std::string("89ab").find(id[19]) != std::string::npos);
    CHECK(id[23] == '-');
  }
}

TEST_CASE("a request without a valid thing and job is counted without a name", "[plan]") {
  Planning planning(fleet_with_outage());
  CHECK(planning.get("/nowhere").decision.key == jobrig::model::Key{});
  CHECK(planning.get("/things//jobs/j").decision.ordinal == 1);
  CHECK(planning.get("/things/sensor-1/jobs/").decision.key == jobrig::model::Key{"sensor-1", ""});
  CHECK(planning.get("/things/sensor-1/jobs/a:b").decision.ordinal == 1);
  CHECK(planning.get("/things/sensor-1/jobs/j?executionNumber=x").decision.key == jobrig::model::Key{"sensor-1", "j"});
}
