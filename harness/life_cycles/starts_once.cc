// starts-once: an agent starts an execution once. It may start it again after an interruption, because it may not have
// seen the response, or may have forgotten it.
//   starts-once: true
#include <map>
#include <utility>

#include "life_cycles/catalogue.h"

namespace jobrig::life_cycles {
namespace {

/// A start-next that returns the execution, or an update that makes it IN_PROGRESS from QUEUED.
bool starts(const RequestRecord& request) {
  return request.accepted && !request.resent && request.execution &&
         request.operation == "StartNextPendingJobExecution";
}

std::optional<model::Finding> judge_starts_once(const AgentRecord& record) {
  std::map<std::pair<std::size_t, ExecutionName>, const RequestRecord*> started;
  std::size_t count = 0;
  for (const RequestRecord& request : record.requests) {
    if (!starts(request)) {
      continue;
    }
    ++count;
    const RequestRecord*& before = started[{request.agent, *request.execution}];
    if (before != nullptr && !before->lost && !was_interrupted(record, request.agent, before->when, request.when)) {
      return model::Finding{false, "one start of each execution",
                            "two starts of " + in_words(record, request.agent, *request.execution) +
                                " without an interruption between them"};
    }
    before = &request;
  }
  return model::Finding{true, "one start of each execution", count_in_words(count, "start")};
}

Judge make_starts_once(base::Settings& settings) { return plain(settings, judge_starts_once); }

}  // namespace

void declare_starts_once(std::vector<CheckKind>& kinds) {
  kinds.push_back(
      {"starts-once", "no execution is started twice without an interruption between",
       "StartNextPendingJobExecution returns an execution that is IN_PROGRESS again; a device that works on "
       "it does not start it again.",
       "AWS IoT Developer Guide, StartNextPendingJobExecution", "starts-once: true", make_starts_once});
}

}  // namespace jobrig::life_cycles
