// UpdateJobExecution: the device reports a status. Checks the transition and the expected version (AWS IoT API
// Reference, UpdateJobExecution).
#include <utility>

#include "contract/statuses.h"
#include "plan/documented.h"
#include "plan/json_numbers.h"

namespace jobrig::plan {
namespace {

constexpr std::string_view kInvalidTransition = "InvalidStateTransitionException";

void append_state(std::string& json, const state::ExecutionState& execution) {
  json += "\"executionState\":{\"status\":\"";
  json += contract::word_of(execution.status());
  json += "\",\"statusDetails\":";
  append_details(json, execution.details());
  json += ",\"versionNumber\":";
  append_json_integer(json, execution.version_number());
  json += '}';
}

// The error has the state, so the device need not describe the execution (AWS IoT API Reference, UpdateJobExecution,
// expectedVersion, and Errors, InvalidStateTransitionException).
DocumentedAnswer invalid_transition(const state::ExecutionState& execution, std::string message) {
  DocumentedAnswer answer{{}, kInvalidTransition, std::move(message)};
  append_state(answer.body, execution);
  answer.off_contract = execution.written().off_contract;
  return answer;
}

DocumentedAnswer wrong_version(const state::ExecutionState& execution, std::int64_t expected) {
  return invalid_transition(execution, "the job execution has version " + std::to_string(execution.version_number()) +
                                           ", not the expected " + std::to_string(expected));
}

DocumentedAnswer illegal_transition(const state::ExecutionState& execution, model::Status wanted) {
  return invalid_transition(execution, "the job execution is " + std::string(contract::word_of(execution.status())) +
                                           " and cannot become " + std::string(contract::word_of(wanted)));
}

}  // namespace

DocumentedAnswer answer_update_job_execution(const Question& question) {
  const model::Call& call = question.call;
  if (question.thing == nullptr) {
    return no_such_thing(question);
  }
  if (!question.job) {
    return no_such_job(question);
  }
  const state::Update update{*call.arguments.status, call.arguments.details, call.arguments.expected_version,
                             call.arguments.execution_number, call.arguments.step_minutes};
  const state::Updated updated = question.thing->update(*question.job, update, question.now);
  const state::ExecutionState* execution = updated.selection.execution;
  if (updated.outcome == state::UpdateOutcome::kNoExecution) {
    return no_such_execution(question);
  }
  if (updated.outcome == state::UpdateOutcome::kWrongVersion) {
    return wrong_version(*execution, *update.expected_version);
  }
  if (updated.outcome == state::UpdateOutcome::kIllegalTransition) {
    return illegal_transition(*execution, update.status);
  }
  DocumentedAnswer answer;
  answer.off_contract = execution->written().off_contract;
  answer.body = "{";
  if (call.arguments.include_execution_state) {
    append_state(answer.body, *execution);
  }
  if (call.arguments.include_job_document.value_or(false)) {
    append_document(answer.body, answer.body.size() > 1 ? ",\"jobDocument\":" : "\"jobDocument\":", question,
                    *execution);
  }
  answer.body += '}';
  return answer;
}

}  // namespace jobrig::plan
