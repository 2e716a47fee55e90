#include "plan/verify_answers.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/deadline.h"
#include "contract/constraints.h"
#include "contract/operations.h"
#include "plan/check_sent.h"
#include "plan/documented.h"
#include "plan/error_reply.h"
#include "state/thing.h"

namespace jobrig::plan {
namespace {

using Instant = base::Instant;

constexpr std::string_view kAdvice = "; add off-contract: true to allow it";
// The start time for scenarios without `start:`. Its value does not matter.
constexpr Instant kAnyStart = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);
// The simulated time of an `on-describe` step. Each step gets its own moment, which makes the state before it visible
// too.
constexpr base::Duration kStepApart{1};
// The maximum number of calls per scenario; they take about 30 ms. Only very large scenarios exceed it, and load/ has
// checked each of their values separately.
constexpr std::size_t kMaxAsked = 2000;
// Waits of steps add up. Later times could overflow 64 bits.
constexpr Instant kLatest = std::chrono::sys_days(std::chrono::year(20000) / 1 / 1);

std::string name_of(const model::NamePattern& name, std::uint64_t number) {
  return name.kind == model::NamePattern::Kind::kLiteral ? name.prefix
                                                         : name.prefix + std::to_string(number) + name.suffix;
}

// The same execution with all its steps and its arrival by time only.
model::Execution timed_only(const model::Execution& written) {
  model::Execution timed = written;
  timed.exists_from = model::ExistsFrom::kQueued;
  timed.retried_as.reset();
  std::erase(timed.drawn, model::DrawnMember::kNumber);  // the calls name the number
  for (model::Transition& step : timed.then) {
    if (!step.after) {
      step.after = kStepApart;
    }
    step.at.reset();
    step.on_describe.reset();
    step.on_start.reset();
    step.on_update.reset();
    step.on_terminal.reset();
    step.remove = false;
    step.arrivals.clear();
  }
  return timed;
}

// The times at which an execution of the job may change.
std::set<Instant> moments_of(const model::Job& job, Instant start) {
  std::set<Instant> moments{start};
  for (const model::Execution& execution : job.executions) {
    Instant moment = std::max(start, execution.queued_at ? execution.queued_at->on_clock(start) : start);
    moments.insert(moment);
    for (const model::Transition& step : execution.then) {
      moment = std::min(base::deadline(moment, step.after.value_or(base::Duration(0))), kLatest);
      moments.insert(moment);
      if (execution.timeout) {
        moments.insert(base::deadline(moment, *execution.timeout));
      }
    }
    if (execution.timeout) {
      moments.insert(base::deadline(start, *execution.timeout));
    }
  }
  return moments;
}

// One thing with one of its jobs.
struct Probe {
  const model::Scenario& scenario;
  const model::Thing& written;  // with only this job
  const DocumentTexts& documents;
  const std::string& thing_name;
  const std::string& job_name;
  std::uint64_t number;
  Instant start;
  std::size_t& asks_left;
};

// Fills in a call for the thing and job of the probe.
void fill_call(const Probe& probe, model::Operation operation, model::Call& call) {
  call.operation = operation;
  call.thing = probe.thing_name;
  call.job = probe.job_name;
}

// Returns how the response to one call breaks the contract, or nothing. The state of the thing advances from call to
// call.
std::optional<std::string> ask(const Probe& probe, state::ThingState& thing, const model::Call& call, Instant now) {
  if (probe.asks_left == 0) {
    return std::nullopt;
  }
  --probe.asks_left;
  CommandExecutions commands;
  base::Random random(0, 0);
  const Question question{probe.scenario, probe.documents, call, &thing, thing.find_job(call.job), now,
                          commands,       random};
  DocumentedAnswer answer = answer_documented(question);
  if (answer.off_contract) {
    return std::nullopt;
  }
  model::Reply reply;
  fill_documented_reply(std::move(answer), {}, reply);
  const std::optional<std::string> violation = find_violation(probe.scenario.edition, call.operation, reply);
  return violation ? std::optional(std::string(contract::row_of(*call.operation).name) +
                                   " would return a response that violates the contract: " + *violation)
                   : std::nullopt;
}

std::optional<std::string> ask_describe(const Probe& probe, state::ThingState& thing, std::int64_t number,
                                        Instant now) {
  std::optional<std::string> violation;
  for (const bool with_document : {true, false}) {
    model::Call call;
    fill_call(probe, model::Operation::kDescribeJobExecution, call);
    call.arguments.execution_number = number;
    call.arguments.include_job_document = with_document;
    violation = violation ? violation : ask(probe, thing, call, now);
  }
  return violation;
}

// Checks each execution at each of its moments. Reports the first violation of each execution.
void verify_states(const Probe& probe, const model::Job& written, base::Diagnostics& diagnostics) {
  state::ThingState thing(probe.thing_name, probe.written, probe.number, probe.start, {0, probe.scenario.edition});
  std::set<std::int64_t> reported;
  for (const Instant moment : moments_of(probe.written.jobs.front(), probe.start)) {
    for (const model::Execution& execution : written.executions) {
      if (probe.asks_left == 0) {
        return;
      }
      if (execution.off_contract || reported.contains(execution.number)) {
        continue;
      }
      if (const auto violation = ask_describe(probe, thing, execution.number, moment)) {
        diagnostics.add(execution.location, *violation + std::string(kAdvice));
        reported.insert(execution.number);
      }
    }
  }
}

// Checks the other operations on a thing, each on a new copy of the thing at the start.
void verify_neighbours(const Probe& probe, const model::Job& written, base::Diagnostics& diagnostics) {
  for (const contract::OperationRow& row : contract::operations()) {
    if (row.operation == model::Operation::kDescribeJobExecution || !contract::has_argument(row, "thingName") ||
        !contract::has_operation(probe.scenario.edition, row.operation)) {
      continue;
    }
    model::Call call;
    fill_call(probe, row.operation, call);
    call.arguments.status = model::Status::kInProgress;
    call.arguments.include_execution_state = true;
    call.arguments.include_job_document = true;
    state::ThingState thing(probe.thing_name, probe.written, probe.number, probe.start, {0, probe.scenario.edition});
    if (const auto violation = ask(probe, thing, call, probe.start)) {
      diagnostics.add(written.location, *violation + std::string(kAdvice));
      return;
    }
  }
}

void verify_job(const model::Scenario& scenario, const model::Thing& thing, const model::Job& job,
                std::size_t& asks_left, base::Diagnostics& diagnostics) {
  const std::uint64_t number = thing.name.last;
  const std::string thing_name = name_of(thing.name, number);
  const std::string job_name = name_of(job.name, number);
  if (contract::check_thing_name(thing_name) || contract::check_job_id(job_name, false)) {
    return;  // no call can contain this name: load/ reports it
  }
  model::Scenario alone;
  alone.edition = scenario.edition;
  alone.timestamps = scenario.timestamps;
  alone.pending_limit = scenario.pending_limit;
  alone.things.push_back({thing.name, {job}, thing.location});
  model::Job& timed = alone.things.front().jobs.front();
  timed.gone_when_terminal = false;  // the states of terminal executions are checked too
  std::transform(job.executions.begin(), job.executions.end(), timed.executions.begin(), timed_only);
  const DocumentTexts documents(alone);
  const Probe probe{
      alone,    alone.things.front(), documents, thing_name, job_name, number, scenario.clock.start.value_or(kAnyStart),
      asks_left};
  const std::size_t before = diagnostics.list().size() + diagnostics.left_out();
  verify_states(probe, job, diagnostics);
  if (diagnostics.list().size() + diagnostics.left_out() == before) {
    verify_neighbours(probe, job, diagnostics);
  }
}

// The reply, if it does not depend on the state. Nothing for the documented response.
std::optional<model::Reply> fixed_reply(const model::Answer& answer) {
  model::Reply reply;
  if (const auto* error = std::get_if<model::ErrorAnswer>(&answer.content)) {
    fill_error_reply(*error, {}, reply);
    return reply;
  }
  const auto* raw = std::get_if<model::RawAnswer>(&answer.content);
  return raw == nullptr ? std::nullopt : std::optional(raw->reply);
}

// An answer of a rule for several operations must satisfy the contract of one of them.
void verify_answer(const model::Answer& answer, const std::vector<model::Operation>& operations, model::Edition edition,
                   base::Diagnostics& diagnostics) {
  const std::optional<model::Reply> reply = fixed_reply(answer);
  if (answer.off_contract || !reply) {
    return;
  }
  std::optional<std::string> first;
  for (const model::Operation operation : operations) {
    std::optional<std::string> violation = find_violation(edition, operation, *reply);
    if (!violation) {
      return;
    }
    first = first ? first : std::move(violation);
  }
  if (first) {
    diagnostics.add(answer.location, "this answer violates the contract: " + *first + std::string(kAdvice));
  }
}

}  // namespace

void verify_answers(const model::Scenario& scenario, base::Diagnostics& diagnostics) {
  std::size_t asks_left = kMaxAsked;
  for (const model::Thing& thing : scenario.things) {
    for (auto job = thing.jobs.begin(); job != thing.jobs.end() && asks_left > 0; ++job) {
      verify_job(scenario, thing, *job, asks_left, diagnostics);
    }
  }
  for (const model::Rule& rule : scenario.rules) {
    const std::vector<model::Operation> operations = contract::operations_meant(scenario.edition, rule.when.operation);
    for (const model::Answer& answer : rule.answers) {
      verify_answer(answer, operations, scenario.edition, diagnostics);
    }
  }
}

}  // namespace jobrig::plan
