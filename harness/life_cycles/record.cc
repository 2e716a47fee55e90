#include "life_cycles/record.h"

#include <algorithm>

namespace jobrig::life_cycles {

bool was_interrupted(const AgentRecord& record, std::size_t agent, base::Monotonic from, base::Monotonic to) {
  return std::any_of(record.interruptions.begin(), record.interruptions.end(), [&](const Interruption& one) {
    return one.agent.value_or(agent) == agent && one.began <= to && one.ended >= from;
  });
}

bool asks_for_work(const RequestRecord& request) {
  return request.operation == "StartNextPendingJobExecution" || request.operation == "GetPendingJobExecutions" ||
         (request.operation == "DescribeJobExecution" && request.job == "$next");
}

std::string in_words(const AgentRecord& record, std::size_t agent, const ExecutionName& execution) {
  const std::string number = execution.number > 1 ? " number " + std::to_string(execution.number) : "";
  return execution.job + number + " of " + record.things.at(agent);
}

std::string count_in_words(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

}  // namespace jobrig::life_cycles
