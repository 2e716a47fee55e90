// Each check of life cycles: what it accepts and what it finds.
#include <chrono>
#include <string>

#include "life_cycles/catalogue.h"
#include "support/catch.h"
#include "yaml/reader.h"

using namespace jobrig;
using namespace std::chrono_literals;
using life_cycles::AgentRecord;
using life_cycles::Interruption;
using life_cycles::RequestRecord;
using model::Status;

namespace {

base::Monotonic at(std::chrono::milliseconds time) { return base::Monotonic(100s + time); }

/// A record that each test fills: one agent, `lamp`.
struct Seen : AgentRecord {
  Seen() {
    things = {"lamp"};
    began = at(0ms);
    ended = at(60s);
  }
  RequestRecord& request(std::chrono::milliseconds time, const std::string& operation, const std::string& job,
                         const std::string& status = "") {
    RequestRecord one;
    one.when = at(time);
    one.operation = operation;
    one.job = job;
    one.status = status;
    one.accepted = true;
    if (job != "$next") {
      one.execution = life_cycles::ExecutionName{job, 1};
    }
    return requests.emplace_back(std::move(one));
  }
  RequestRecord& start(std::chrono::milliseconds time, const std::string& job) {
    RequestRecord& one = request(time, "StartNextPendingJobExecution", "$next");
    one.execution = life_cycles::ExecutionName{job, 1};
    return one;
  }
  RequestRecord& update(std::chrono::milliseconds time, const std::string& job, const std::string& status) {
    return request(time, "UpdateJobExecution", job, status);
  }
  void change(std::chrono::milliseconds time, const std::string& job, Status status) {
    changes.push_back({at(time), 0, {job, 1}, status, 2});
  }
  void interrupt(Interruption::Kind kind, std::chrono::milliseconds from, std::chrono::milliseconds to) {
    interruptions.push_back({kind, {}, at(from), at(to)});
  }
};

model::Finding found_by(const std::string& name, const std::string& settings, const AgentRecord& record) {
  base::Diagnostics diagnostics;
  const auto node = yaml::read_yaml(settings, "it", diagnostics);
  REQUIRE(node);
  const auto* const kind = life_cycles::kind_named(name);
  REQUIRE(kind != nullptr);
  const life_cycles::Judge judge = kind->parse(*node, diagnostics);
  REQUIRE(judge);
  const auto finding = judge(record);
  REQUIRE(finding);
  return *finding;
}

}  // namespace

TEST_CASE("an execution in another status at the end is a lost job", "[agents][checks]") {
  Seen seen;
  seen.states = {{0, {"a", 1}, Status::kSucceeded}, {0, {"b", 1}, Status::kQueued}};
  CHECK(found_by("ends", "SUCCEEDED", seen).actual == "b of lamp in QUEUED");
  CHECK(found_by("ends", "{job: a, status: SUCCEEDED}", seen).holds);
  CHECK(found_by("ends", "{job: c, status: SUCCEEDED}", seen).actual == "no execution");
}

TEST_CASE("a second start is double work, except after an interruption", "[agents][checks]") {
  Seen seen;
  seen.start(0ms, "a");
  seen.start(1s, "b");
  CHECK(found_by("starts-once", "true", seen).holds);
  seen.start(2s, "a");
  CHECK(found_by("starts-once", "true", seen).actual == "two starts of a of lamp without an interruption between them");
  seen.requests.back().resent = true;
  CHECK(found_by("starts-once", "true", seen).holds);
  seen.requests.back().resent = false;
  seen.interrupt(Interruption::Kind::kKilled, 1s, 1500ms);
  CHECK(found_by("starts-once", "true", seen).holds);
}

TEST_CASE("nothing follows the end, except one update after an interruption", "[agents][checks]") {
  Seen seen;
  seen.update(0ms, "a", "IN_PROGRESS");
  seen.update(1s, "a", "SUCCEEDED");
  CHECK(found_by("ends-once", "true", seen).holds);
  seen.interrupt(Interruption::Kind::kLostAnswers, 1s, 2s);
  seen.update(3s, "a", "SUCCEEDED").accepted = false;
  CHECK(found_by("ends-once", "true", seen).holds);
  seen.update(4s, "a", "SUCCEEDED").accepted = false;
  CHECK(found_by("ends-once", "true", seen).actual == "SUCCEEDED for a of lamp after SUCCEEDED");
}

TEST_CASE("a result of an execution that was not started is found", "[agents][checks]") {
  Seen seen;
  seen.change(0ms, "a", Status::kInProgress);
  seen.change(1s, "a", Status::kSucceeded);
  CHECK(found_by("starts-before-end", "true", seen).holds);
  seen.change(2s, "b", Status::kFailed);
  CHECK(found_by("starts-before-end", "true", seen).actual == "a result of b of lamp while it was QUEUED");
}

TEST_CASE("the request rate is the most in any period, not in fixed ones", "[agents][checks]") {
  Seen seen;
  for (int i = 0; i < 6; ++i) {
    seen.request(600ms + i * 100ms, "DescribeJobExecution", "$next");  // three before the full second, three after it
  }
  CHECK(found_by("request-rate", "6", seen).holds);
  CHECK(found_by("request-rate", "5", seen).actual == "6 requests of lamp in 1s");
  CHECK(found_by("request-rate", "{at-most: 2, per: 200ms}", seen).holds);
}

TEST_CASE("a request without subscriptions is found, and HTTP is not concerned", "[agents][checks]") {
  Seen seen;
  seen.start(0ms, "a");
  const auto* const kind = life_cycles::kind_named("subscribes-first");
  base::Diagnostics diagnostics;
  const life_cycles::Judge judge = kind->parse(base::Node(), diagnostics);
  CHECK_FALSE(judge(seen));
  seen.requests.front().subscribed = true;
  CHECK(judge(seen)->holds);
  seen.update(1s, "a", "SUCCEEDED").subscribed = false;
  CHECK(judge(seen)->actual == "UpdateJobExecution of lamp without them");
}

TEST_CASE("many attempts in an outage and shrinking gaps are found", "[agents][checks]") {
  Seen seen;
  seen.interrupt(Interruption::Kind::kOutage, 0ms, 10s);
  const auto attempt = [&](std::chrono::milliseconds time) { seen.connects.push_back({at(time), 0, true}); };
  for (const auto time : {0ms, 500ms, 1500ms, 4000ms}) {
    attempt(time);
  }
  CHECK(found_by("reconnects", "4", seen).holds);
  CHECK(found_by("reconnects", "3", seen).actual == "4 attempts of lamp");
  seen.connects.clear();
  for (const auto time : {0ms, 500ms, 900ms, 1300ms, 1700ms}) {
    attempt(time);
  }
  CHECK(found_by("reconnects", "9", seen).actual == "a first gap of 500ms, later ones of at most 400ms of lamp");
}

TEST_CASE("work on an execution that the service has ended is found", "[agents][checks]") {
  Seen seen;
  seen.update(0ms, "a", "IN_PROGRESS");
  seen.change(1s, "a", Status::kCanceled);
  seen.update(2s, "a", "IN_PROGRESS");
  CHECK(found_by("obeys-end", "true", seen).holds);
  CHECK_FALSE(found_by("obeys-end", "0", seen).holds);
  seen.update(3s, "a", "SUCCEEDED");
  CHECK(found_by("obeys-end", "true", seen).actual == "2 updates of a of lamp after CANCELED");
  seen.interrupt(Interruption::Kind::kCut, 2500ms, 2500ms);
  CHECK(found_by("obeys-end", "true", seen).holds);
}

TEST_CASE("the storm score compares the fullest second with an even distribution", "[agents][checks]") {
  Seen seen;
  seen.interrupt(Interruption::Kind::kOutage, 0ms, 10s);
  for (int i = 0; i < 5; ++i) {
    seen.connects.push_back({at(10s + i * 1000ms), 0, false});
  }
  CHECK(found_by("storm", "{at-most: 1, within: 5s}", seen).holds);
  for (int i = 0; i < 15; ++i) {
    seen.connects.push_back({at(12s), 0, false});
  }
  // 16 of 20 in one second, where an even distribution has 4
  CHECK(found_by("storm", "{at-most: 4}", seen).holds);
  CHECK(found_by("storm", "{at-most: 3.9}", seen).actual ==
        "a score of 4.0: 16 of 20 connections and requests in one second of 5s");
}

TEST_CASE("jobs in another order, or at the same time, are found", "[agents][checks]") {
  Seen seen;
  seen.change(0ms, "a", Status::kInProgress);
  seen.change(1s, "a", Status::kSucceeded);
  seen.change(2s, "b", Status::kInProgress);
  seen.change(3s, "b", Status::kSucceeded);
  CHECK(found_by("in-order", "[a, b]", seen).holds);
  CHECK(found_by("in-order", "[b, a]", seen).actual == "a, b of lamp");
  Seen both;
  both.change(0ms, "a", Status::kInProgress);
  both.change(1s, "b", Status::kInProgress);
  CHECK(found_by("in-order", "[a, b]", both).actual == "b while a was IN_PROGRESS");
}

TEST_CASE("a version that was rejected and is sent again is found", "[agents][checks]") {
  Seen seen;
  RequestRecord& first = seen.update(0ms, "a", "IN_PROGRESS");
  first.accepted = false;
  first.error = "VersionMismatch";
  first.expected_version = 2;
  seen.update(1s, "a", "IN_PROGRESS").expected_version = 3;
  CHECK(found_by("rereads-version", "true", seen).holds);
  seen.update(2s, "a", "IN_PROGRESS").expected_version = 2;
  CHECK(found_by("rereads-version", "true", seen).actual == "expectedVersion 2 for a of lamp again");
}

TEST_CASE("a throttled request that is repeated too early is found", "[agents][checks]") {
  Seen seen;
  seen.start(0ms, "a").error = "RequestThrottled";
  seen.update(50ms, "b", "IN_PROGRESS");
  seen.start(300ms, "a");
  CHECK(found_by("waits-after-throttling", "300ms", seen).holds);
  CHECK(found_by("waits-after-throttling", "301ms", seen).actual == "StartNextPendingJobExecution 300ms after it");
}

TEST_CASE("an agent that does not ask after a start or an outage is found", "[agents][checks]") {
  Seen seen;
  seen.lifetimes.push_back({0, at(0ms)});
  CHECK(found_by("asks-for-work", "true", seen).actual == "none after a start of lamp");
  seen.request(100ms, "DescribeJobExecution", "$next");
  CHECK(found_by("asks-for-work", "true", seen).holds);
  seen.interrupt(Interruption::Kind::kOutage, 1s, 2s);
  seen.request(3s, "DescribeJobExecution", "a");
  CHECK(found_by("asks-for-work", "true", seen).actual == "none of lamp after its connection was lost");
  seen.request(4s, "GetPendingJobExecutions", "");
  CHECK(found_by("asks-for-work", "true", seen).holds);
}

TEST_CASE("an agent that ends by itself is found", "[agents][checks]") {
  Seen seen;
  seen.lifetimes.push_back({0, at(0ms)});
  CHECK(found_by("keeps-running", "true", seen).holds);
  seen.lifetimes.push_back({0, at(1s), true, 3});
  CHECK(found_by("keeps-running", "true", seen).actual == "the agent of lamp ended with exit code 3");
}
