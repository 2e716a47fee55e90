// starts-before-end: an execution is IN_PROGRESS before the agent reports that it has succeeded or failed.
//   starts-before-end: true
#include <algorithm>
#include <set>
#include <utility>

#include "life_cycles/catalogue.h"

namespace jobrig::life_cycles {
namespace {

std::optional<model::Finding> judge_starts_before_end(const AgentRecord& record) {
  std::set<std::pair<std::size_t, ExecutionName>> started;
  for (const ChangeRecord& change : record.changes) {
    if (change.status == model::Status::kInProgress) {
      started.insert({change.agent, change.execution});
    }
    const bool result = change.status == model::Status::kSucceeded || change.status == model::Status::kFailed;
    if (result && started.count({change.agent, change.execution}) == 0) {
      return model::Finding{false, "IN_PROGRESS before each result",
                            "a result of " + in_words(record, change.agent, change.execution) + " while it was QUEUED"};
    }
  }
  return model::Finding{true, "IN_PROGRESS before each result", count_in_words(started.size(), "started execution")};
}

Judge make_starts_before_end(base::Settings& settings) { return plain(settings, judge_starts_before_end); }

}  // namespace

void declare_starts_before_end(std::vector<CheckKind>& kinds) {
  kinds.push_back({"starts-before-end", "executions are IN_PROGRESS before their result",
                   "A device starts an execution, then reports its progress and its result.",
                   "AWS IoT Developer Guide, Programming devices to work with jobs", "starts-before-end: true",
                   make_starts_before_end});
}

}  // namespace jobrig::life_cycles
