#include "agents/verdict.h"

#include <algorithm>
#include <utility>

#include "base/units.h"

namespace jobrig::agents {
namespace {

/// Without those that do not concern the agent.
std::vector<model::CheckResult> run_checks(const life_cycles::LifeCycle& cycle,
                                           const life_cycles::AgentRecord& record) {
  std::vector<model::CheckResult> results;
  for (const life_cycles::Expectation& one : cycle.expectations) {
    if (auto finding = one.judge(record)) {
      results.push_back({std::string(one.kind->name), one.level, true, std::move(*finding)});
    }
  }
  return results;
}

/// Where the first check is that failed; the number of checks if none did.
std::size_t first_failed(const std::vector<model::CheckResult>& checks) {
  const auto failed = std::find_if(checks.begin(), checks.end(), [](const model::CheckResult& check) {
    return check.judged && !check.finding.holds;
  });
  return static_cast<std::size_t>(failed - checks.begin());
}

std::string last_line(const std::string& text) {
  const std::string whole = text.substr(0, text.find_last_not_of("\r\n") + 1);
  return whole.substr(whole.rfind('\n') + 1);
}

std::string how_agents_ended(const life_cycles::AgentRecord& record) {
  const auto ended = std::find_if(record.lifetimes.begin(), record.lifetimes.end(),
                                  [](const life_cycles::Lifetime& life) { return life.ended_by_itself; });
  return ended == record.lifetimes.end() ? "" : ": an agent ended with exit code " + std::to_string(ended->exit_code);
}

}  // namespace

model::CaseResult judge_life_cycle(const life_cycles::LifeCycle& cycle, Watched&& watched) {
  using model::Verdict;
  model::CaseResult result;
  result.name = cycle.name;
  result.summary = cycle.summary;
  result.bound = cycle.limit;
  result.checks = run_checks(cycle, watched.record);
  const std::size_t failed = first_failed(result.checks);
  const bool has_failed = failed < result.checks.size();
  const auto& kind =
      has_failed ? *life_cycles::kind_named(result.checks[failed].check) : *cycle.expectations.front().kind;
  result.requirement = kind.requirement;
  result.source = kind.source;
  if (!watched.harness_problem.empty()) {
    result.verdict = Verdict::kHarnessError;
    result.reason = watched.harness_problem;
  } else if (watched.record.requests.empty()) {
    result.verdict = Verdict::kNotCalled;
    result.reason = "no request to the Jobs service arrived" + how_agents_ended(watched.record);
  } else if (has_failed) {
    const model::CheckResult& check = result.checks[failed];
    result.verdict = Verdict::kFailed;
    result.reason = check.check + ": expected " + check.finding.expected + ", found " + check.finding.actual;
  } else if (!watched.record.in_time) {
    result.verdict = Verdict::kTimedOut;
    result.reason = "the life cycle was not over" + how_agents_ended(watched.record);
  }
  result.record.edition = cycle.scenario.edition;
  result.record.thing = cycle.things.front();
  result.record.endpoint = watched.endpoint;
  result.record.reports = model::Reports::kNothing;
  result.record.connections = watched.record.connects.size();
  result.record.mqtt = !watched.packets.empty();
  result.record.exchanges = std::move(watched.exchanges);
  result.record.packets = std::move(watched.packets);
  result.record.harness_problem = watched.harness_problem;
  result.record.notes = std::move(watched.notes);
  if (result.verdict != Verdict::kPassed && !watched.last_errors.empty()) {
    result.record.notes.push_back("the agent wrote last: " + last_line(watched.last_errors));
  }
  return result;
}

}  // namespace jobrig::agents
