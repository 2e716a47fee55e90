// The verdict of a life cycle.
#include "agents/verdict.h"

#include <string>

#include "support/catch.h"

using namespace jobrig;
using model::Verdict;

namespace {

life_cycles::LifeCycle cycle_with_checks() {
  life_cycles::LifeCycle cycle;
  cycle.name = "agents/mine";
  cycle.things = {"lamp"};
  for (const std::string name : {"starts-once", "keeps-running", "subscribes-first"}) {
    base::Diagnostics diagnostics;
    const auto* const kind = life_cycles::kind_named(name);
    cycle.expectations.push_back({kind, kind->parse(base::Node(), diagnostics)});
  }
  return cycle;
}

agents::Watched watched_with_request() {
  agents::Watched watched;
  watched.record.things = {"lamp"};
  watched.record.requests.resize(1);
  watched.record.lifetimes.push_back({0, {}, false, 0});
  return watched;
}

}  // namespace

TEST_CASE("a life cycle passes if its checks hold, without those that do not concern the agent", "[agents][verdict]") {
  const auto cycle = cycle_with_checks();
  const auto result = agents::judge_life_cycle(cycle, watched_with_request());
  CHECK(result.verdict == Verdict::kPassed);
  CHECK(result.reason.empty());
  CHECK(result.requirement == cycle.expectations[0].kind->requirement);
  REQUIRE(result.checks.size() == 2);
  CHECK(result.checks[1].check == "keeps-running");
}

TEST_CASE("a failed check gives the verdict its reason, requirement and source", "[agents][verdict]") {
  const auto cycle = cycle_with_checks();
  auto watched = watched_with_request();
  watched.record.lifetimes[0].ended_by_itself = true;
  watched.record.lifetimes[0].exit_code = 139;
  watched.record.in_time = false;
  watched.last_errors = "bang\nboom\n";
  const auto result = agents::judge_life_cycle(cycle, std::move(watched));
  CHECK(result.verdict == Verdict::kFailed);
  CHECK(result.reason ==
        "keeps-running: expected agents that run until they are stopped, found the agent of lamp ended with exit code "
        "139");
  CHECK(result.requirement == cycle.expectations[1].kind->requirement);
  CHECK(result.source == cycle.expectations[1].kind->source);
  CHECK(result.record.notes == std::vector<std::string>{"the agent wrote last: boom"});
}

TEST_CASE("time, silence and our own failures have verdicts of their own", "[agents][verdict]") {
  const auto cycle = cycle_with_checks();
  auto late = watched_with_request();
  late.record.in_time = false;
  CHECK(agents::judge_life_cycle(cycle, std::move(late)).verdict == Verdict::kTimedOut);
  auto silent = watched_with_request();
  silent.record.requests.clear();
  const auto not_called = agents::judge_life_cycle(cycle, std::move(silent));
  CHECK(not_called.verdict == Verdict::kNotCalled);
  CHECK(not_called.reason == "no request to the Jobs service arrived");
  auto ours = watched_with_request();
  ours.harness_problem = "no port";
  const auto error = agents::judge_life_cycle(cycle, std::move(ours));
  CHECK(error.verdict == Verdict::kHarnessError);
  CHECK(error.reason == "no port");
}
