// ends-once: an agent reports the result of an execution once. It may report it again after an interruption, or when
// the response was spoiled, because it cannot know that the first report arrived.
//   ends-once: true
#include <map>
#include <utility>

#include "contract/statuses.h"
#include "life_cycles/catalogue.h"

namespace jobrig::life_cycles {
namespace {

bool reports_end(const RequestRecord& request) {
  const auto status = contract::status_named(request.status);
  return request.operation == "UpdateJobExecution" && request.execution && status && contract::is_terminal(*status);
}

std::optional<model::Finding> judge_ends_once(const AgentRecord& record) {
  std::map<std::pair<std::size_t, ExecutionName>, const RequestRecord*> ended;  // the last accepted report of the end
  for (const RequestRecord& request : record.requests) {
    if (request.operation != "UpdateJobExecution" || !request.execution || request.resent) {
      continue;
    }
    const RequestRecord*& before = ended[{request.agent, *request.execution}];
    if (before != nullptr && !before->lost && !was_interrupted(record, request.agent, before->when, request.when)) {
      return model::Finding{
          false, "no update of an execution after its end",
          request.status + " for " + in_words(record, request.agent, *request.execution) + " after " + before->status};
    }
    if (before != nullptr || (request.accepted && reports_end(request))) {
      before = &request;  // an interruption allows one more update
    }
  }
  return model::Finding{true, "no update of an execution after its end", "none"};
}

Judge make_ends_once(base::Settings& settings) { return plain(settings, judge_ends_once); }

}  // namespace

void declare_ends_once(std::vector<CheckKind>& kinds) {
  kinds.push_back({"ends-once", "the end of an execution is reported once, and nothing after it",
                   "An execution in a terminal status cannot be changed; a device that had the response sends no "
                   "further update.",
                   "AWS IoT Developer Guide, Jobs and job execution states", "ends-once: true", make_ends_once});
}

}  // namespace jobrig::life_cycles
