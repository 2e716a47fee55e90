// obeys-end: after the service has ended an execution (canceled, timed out), the agent does not go on with it. One
// update is allowed: its rejection can be how the agent learns of the end. After an interruption it may send another.
//   obeys-end: {updates: 1}
#include <map>
#include <string>
#include <utility>

#include "contract/statuses.h"
#include "life_cycles/catalogue.h"

namespace jobrig::life_cycles {
namespace {

bool ended_by_service(model::Status status) {
  return status == model::Status::kCanceled || status == model::Status::kTimedOut || status == model::Status::kRemoved;
}

std::optional<model::Finding> judge_obeys_end(std::size_t allowed, const AgentRecord& record) {
  const std::string expected =
      "at most " + count_in_words(allowed, "update") + " after the service has ended an execution";
  std::size_t ends = 0;
  for (const ChangeRecord& change : record.changes) {
    if (!ended_by_service(change.status)) {
      continue;
    }
    ++ends;
    std::size_t updates = 0;
    base::Monotonic last = change.when;
    for (const RequestRecord& request : record.requests) {
      if (request.when <= change.when || request.resent || request.agent != change.agent ||
          request.operation != "UpdateJobExecution" || request.execution != change.execution) {
        continue;
      }
      updates = was_interrupted(record, request.agent, last, request.when) ? 1 : updates + 1;
      last = request.when;
      if (updates > allowed) {
        return model::Finding{false, expected,
                              count_in_words(updates, "update") + " of " +
                                  in_words(record, change.agent, change.execution) + " after " +
                                  std::string(contract::word_of(change.status))};
      }
    }
  }
  return model::Finding{true, expected, count_in_words(ends, "such execution") + ", no more updates"};
}

Judge make_obeys_end(base::Settings& settings) {
  constexpr std::int64_t kMost = 1000;
  settings.shorthand("updates");
  const std::int64_t updates = settings.integer("updates", "how many updates are allowed", 0, kMost, 1);
  if (!settings.finish()) {
    return {};
  }
  return [updates](const AgentRecord& record) { return judge_obeys_end(static_cast<std::size_t>(updates), record); };
}

}  // namespace

void declare_obeys_end(std::vector<CheckKind>& kinds) {
  kinds.push_back({"obeys-end", "no work on an execution that the service has canceled or timed out",
                   "A device stops work on an execution that is canceled or has timed out, and does not update it.",
                   "AWS IoT Developer Guide, Jobs and job execution states", "obeys-end: {updates: 1}",
                   make_obeys_end});
}

}  // namespace jobrig::life_cycles
