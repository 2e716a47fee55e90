// Documented: the response that the service itself would send for the state of the world, with one file per operation
// (answer_*.cc). It knows no rules and no faults.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "model/call.h"
#include "model/prepared_answer.h"
#include "model/scenario.h"
#include "plan/answer_cache.h"
#include "plan/command_executions.h"
#include "plan/document_texts.h"
#include "state/thing.h"

namespace jobrig::plan {

/// The inputs of a response. `thing` is null when the scenario has no such thing. `job` is absent when the thing has no
/// such job.
struct Question {
  const model::Scenario& scenario;
  const DocumentTexts& documents;
  const model::Call& call;
  state::ThingState* thing;
  std::optional<std::size_t> job;
  base::Instant now;
  CommandExecutions& commands;
  base::Random& random;
  AnswerCache* answers = nullptr;  // null: the answer is not prepared
};

/// The body of a 200 response, or the name and message of an error.
struct DocumentedAnswer {
  std::string body;        // of an error: the members beside its message, without braces
  std::string_view error;  // a name from the table of contract/; empty: 200
  std::string message;
  bool off_contract = false;                          // true: the scenario lets this execution break the contract
  std::shared_ptr<model::PreparedAnswer> prepared{};  // see model::Plan; there is no body if it is ready
};

// Declares answer_describe_job_execution() and so on. Each is defined in its own file.
#define JOBRIG_OPERATION(name, stem) DocumentedAnswer answer_##stem(const Question& question);
#include "model/operations.def"
#undef JOBRIG_OPERATION

/// The response for call.operation, which must be set.
DocumentedAnswer answer_documented(const Question& question);

/// Fills the reply with the body or the error.
void fill_documented_reply(DocumentedAnswer&& answer, std::string request_id, model::Reply& reply);

/// Appends `{"jobId":…}` in the form that Describe and StartNext return.
void append_execution(std::string& json, const Question& question, std::string_view thing, const state::JobState& job,
                      const state::ExecutionState& execution, bool with_document);
/// The end of the time in which append_execution() appends the same text, unless the execution changes.
[[nodiscard]] base::Instant unchanged_until(const Question& question, const state::ExecutionState& execution);
/// Appends the document of the execution as a JSON string, after `before`. Appends nothing if there is none.
void append_document(std::string& json, std::string_view before, const Question& question,
                     const state::ExecutionState& execution);
/// Appends `{"key":"value",…}`.
void append_details(std::string& json, const model::Details& details);

/// 404 ResourceNotFoundException whose message names the missing resource.
DocumentedAnswer no_such_thing(const Question& question);
DocumentedAnswer no_such_job(const Question& question);
DocumentedAnswer no_such_execution(const Question& question);

}  // namespace jobrig::plan
