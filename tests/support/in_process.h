// In process: a front end without a protocol. A test states a call by operation, names and arguments, and gets the plan
// with the reply as the planner made it: no method, path, status or headers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "contract/constraints.h"
#include "model/call.h"
#include "model/responder.h"
#include "plan/planner.h"
#include "support/planning.h"

namespace jobrig::test {

/// The parts of a call. Absent names are not part of the call.
struct Stated {
  std::optional<model::Operation> operation;
  std::optional<std::string_view> thing{};
  std::optional<std::string_view> job{};
  model::Arguments arguments{};
  std::optional<model::Denial> denial{};
};

/// Validates the names, as every front end must, and calls the planner.
inline model::Plan ask_in_process(plan::Planner& planner, Stated stated) {
  model::Call call;
  call.operation = stated.operation;
  call.arguments = std::move(stated.arguments);
  call.denial = std::move(stated.denial);
  call.job_valid = true;
  if (stated.thing) {
    call.thing = *stated.thing;
    call.refusal = contract::check_thing_name(call.thing).value_or("");
    call.thing_valid = call.refusal.empty();
  }
  if (stated.job) {
    const bool may_be_next = stated.operation == model::Operation::kDescribeJobExecution;
    call.job = *stated.job;
    const contract::Violation violation = contract::check_job_id(call.job, may_be_next);
    call.job_valid = !violation;
    call.refusal = call.refusal.empty() ? violation.value_or("") : call.refusal;
  }
  return planner.plan(call);
}

/// A scenario with its clock, world and planner, for in-process calls.
class InProcess {
 public:
  explicit InProcess(model::Scenario given, std::uint64_t seed = 7)
      : scenario(std::move(given)),
        clock(machine, scenario.clock),
        world(scenario, clock, seed),
        planner(scenario, world, clock, seed) {}

  model::Plan ask(Stated stated) { return ask_in_process(planner, std::move(stated)); }
  model::Plan describe(std::string_view thing, std::string_view job, bool with_document = false) {
    model::Arguments arguments;
    arguments.include_job_document = with_document;
    return ask({model::Operation::kDescribeJobExecution, thing, job, std::move(arguments)});
  }
  model::Plan pending(std::string_view thing) { return ask({model::Operation::kGetPendingJobExecutions, thing}); }
  model::Plan start_next(std::string_view thing) {
    return ask({model::Operation::kStartNextPendingJobExecution, thing});
  }
  model::Plan update(std::string_view thing, std::string_view job, model::Arguments arguments) {
    return ask({model::Operation::kUpdateJobExecution, thing, job, std::move(arguments)});
  }
  model::Plan update(std::string_view thing, std::string_view job, model::Status status) {
    model::Arguments arguments;
    arguments.status = status;
    return update(thing, job, std::move(arguments));
  }

  base::ManualClock machine{instant("2026-06-01")};
  model::Scenario scenario;
  state::VirtualClock clock;
  state::World world;
  plan::Planner planner;
};

}  // namespace jobrig::test
