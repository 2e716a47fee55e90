// DescribeJobExecution: returns the execution with the given number, the latest one, or the one that `$next` selects
// (AWS IoT API Reference, DescribeJobExecution). This is the hot path: it builds one string, parses nothing and copies
// nothing.
#include "contract/statuses.h"
#include "plan/documented.h"

namespace jobrig::plan {
namespace {

// Enough for the members and two names of typical length. Details and document are added to it.
constexpr std::size_t kUsualSize = 400;

}  // namespace

DocumentedAnswer answer_describe_job_execution(const Question& question) {
  const model::Call& call = question.call;
  const bool next = call.job == "$next";
  if (question.thing == nullptr) {
    return no_such_thing(question);
  }
  if (!next && !question.job) {
    return no_such_job(question);
  }
  const state::Selection selection =
      next ? question.thing->describe_next(question.now)
           : question.thing->describe(*question.job, call.arguments.execution_number, question.now);
  if (selection.execution == nullptr) {
    return next ? DocumentedAnswer{"{}", {}, {}} : no_such_execution(question);
  }
  const state::ExecutionState& execution = *selection.execution;
  if (selection.job->written->gone_when_terminal && contract::is_terminal(execution.status())) {
    return {{},
            "TerminalStateException",
            "the job execution is in the terminal state " + std::string(contract::word_of(execution.status()))};
  }
  const bool with_document = call.arguments.include_job_document.value_or(false);
  DocumentedAnswer answer;
  answer.off_contract = execution.written().off_contract;
  const bool may_prepare =
      question.answers != nullptr && !(with_document && question.documents.has_placeholders(execution.document()));
  const AnswerKey key{&execution, selection.revision, with_document, question.documents.id()};
  if (may_prepare) {
    answer.prepared = question.answers->find_ready(key, question.now);
    if (answer.prepared) {
      return answer;
    }
  }
  answer.body.reserve(kUsualSize + (with_document ? question.documents.size_of(execution.document()) : 0));
  answer.body += "{\"execution\":";
  append_execution(answer.body, question, question.thing->name(), *selection.job, execution, with_document);
  answer.body += '}';
  if (may_prepare) {
    answer.prepared =
        question.answers->find(key, question.now, unchanged_until(question, execution), answer.body.size());
  }
  return answer;
}

}  // namespace jobrig::plan
