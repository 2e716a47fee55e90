// GetPendingJobExecutions: returns summaries of the IN_PROGRESS and QUEUED executions (AWS IoT API Reference,
// GetPendingJobExecutions).
#include <algorithm>
#include <cstddef>

#include "base/json_string.h"
#include "plan/documented.h"
#include "plan/json_numbers.h"

namespace jobrig::plan {
namespace {

void append_summary(std::string& json, const state::Selection& selection, model::TimestampUnit unit) {
  const state::ExecutionState& execution = *selection.execution;
  json += "{\"jobId\":";
  base::append_json_string(json, selection.job->id);
  json += ",\"queuedAt\":";
  append_json_timestamp(json, execution.queued_at(), unit);
  if (execution.started_at()) {
    json += ",\"startedAt\":";
    append_json_timestamp(json, *execution.started_at(), unit);
  }
  json += ",\"lastUpdatedAt\":";
  append_json_timestamp(json, execution.last_updated_at(), unit);
  json += ",\"versionNumber\":";
  append_json_integer(json, execution.version_number());
  json += ",\"executionNumber\":";
  append_json_integer(json, execution.written().number);
  json += '}';
}

void append_list(std::string& json, const std::vector<state::Selection>& list, model::TimestampUnit unit) {
  json += '[';
  for (const state::Selection& selection : list) {
    if (&selection != &list.front()) {
      json += ',';
    }
    append_summary(json, selection, unit);
  }
  json += ']';
}

// Shortens the list to `room` and returns the rest of the room.
std::size_t limit(std::vector<state::Selection>& list, std::size_t room) {
  const std::size_t kept = std::min(list.size(), room);
  list.erase(list.begin() + static_cast<std::ptrdiff_t>(kept), list.end());
  return room - kept;
}

bool any_off_contract(const std::vector<state::Selection>& list) {
  for (const state::Selection& selection : list) {
    if (selection.execution->written().off_contract) {
      return true;
    }
  }
  return false;
}

}  // namespace

DocumentedAnswer answer_get_pending_job_executions(const Question& question) {
  if (question.thing == nullptr) {
    return no_such_thing(question);
  }
  state::Pending pending = question.thing->pending(question.now);
  // IN_PROGRESS executions come first: AWS IoT Developer Guide, "Jobs notifications", ListNotification.
  limit(pending.queued, limit(pending.in_progress, static_cast<std::size_t>(question.scenario.pending_limit)));
  DocumentedAnswer answer;
  answer.body = "{\"inProgressJobs\":";
  append_list(answer.body, pending.in_progress, question.scenario.timestamps);
  answer.body += ",\"queuedJobs\":";
  append_list(answer.body, pending.queued, question.scenario.timestamps);
  answer.body += '}';
  answer.off_contract = any_off_contract(pending.in_progress) || any_off_contract(pending.queued);
  return answer;
}

}  // namespace jobrig::plan
