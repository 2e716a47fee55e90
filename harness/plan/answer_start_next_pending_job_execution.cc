// StartNextPendingJobExecution: starts the execution that `$next` selects. The response always contains the document:
// the operation has no parameter to omit it (AWS IoT API Reference, StartNextPendingJobExecution).
#include "plan/documented.h"

namespace jobrig::plan {

DocumentedAnswer answer_start_next_pending_job_execution(const Question& question) {
  if (question.thing == nullptr) {
    return no_such_thing(question);
  }
  const model::Arguments& arguments = question.call.arguments;
  const state::Selection selection =
      question.thing->start_next(question.now, arguments.details, arguments.step_minutes);
  DocumentedAnswer answer;
  if (selection.execution == nullptr) {
    answer.body = "{}";
    return answer;
  }
  answer.off_contract = selection.execution->written().off_contract;
  answer.body = "{\"execution\":";
  append_execution(answer.body, question, question.thing->name(), *selection.job, *selection.execution, true);
  answer.body += '}';
  return answer;
}

}  // namespace jobrig::plan
