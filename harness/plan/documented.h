// Documented: what the service itself would answer, from the state of the world: one file an operation
// (answer_*.cc). It knows no rules and no faults.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "model/call.h"
#include "model/scenario.h"
#include "plan/command_executions.h"
#include "state/thing.h"

namespace jobrig::plan {

/// The jobDocuments of a scenario as JSON strings, escaped once; found by ExecutionState::index().
class DocumentTexts {
 public:
  explicit DocumentTexts(const model::Scenario& scenario);
  /// Quoted and escaped; empty when the execution has no document.
  [[nodiscard]] const std::string& text(std::size_t index) const { return texts_[index]; }

 private:
  std::vector<std::string> texts_;
};

/// What an answer may look at. `thing` is null when the scenario has no such thing, and `job` absent when the thing has
/// no such job.
struct Question {
  const model::Scenario& scenario;
  const DocumentTexts& documents;
  const model::Call& call;
  state::ThingState* thing;
  std::optional<std::size_t> job;
  base::Instant now;
  CommandExecutions& commands;
  base::Random& random;
};

/// A body for 200, or an error's name and message.
struct DocumentedAnswer {
  std::string body;
  std::string_view error;  // a name of contract/'s table; empty: 200
  std::string message;
  bool off_contract = false;  // the scenario says that this execution may break the contract
};

// answer_describe_job_execution() and so on, each in a file of its own.
#define JOBRIG_OPERATION(name, stem) DocumentedAnswer answer_##stem(const Question& question);
#include "model/operations.def"
#undef JOBRIG_OPERATION

/// The answer of the operation that was asked for; there must be one.
DocumentedAnswer answer_documented(const Question& question);

/// The answer as a reply: the body, or the error.
void fill_documented_reply(DocumentedAnswer&& answer, std::string request_id, model::Reply& reply);

/// Appends `{"jobId":…}` as Describe and StartNext give it.
void append_execution(std::string& json, const Question& question, std::string_view thing, const state::JobState& job,
                      const state::ExecutionState& execution, bool with_document);
/// Appends `{"key":"value",…}`.
void append_details(std::string& json, const model::Details& details);

/// 404 ResourceNotFoundException that says what there is none of.
DocumentedAnswer no_such_thing(const Question& question);
DocumentedAnswer no_such_job(const Question& question);
DocumentedAnswer no_such_execution(const Question& question);

}  // namespace jobrig::plan
