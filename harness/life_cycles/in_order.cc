// in-order: executions of a thing are started in the order in which they were queued, one at a time.
//   in-order: [firmware-7, reboot-2]
#include <algorithm>
#include <string>
#include <vector>

#include "contract/statuses.h"
#include "life_cycles/catalogue.h"

namespace jobrig::life_cycles {
namespace {

std::string joined(const std::vector<std::string>& jobs) {
  std::string text;
  for (const std::string& job : jobs) {
    text += (text.empty() ? "" : ", ") + job;
  }
  return text.empty() ? "none" : text;
}

std::optional<model::Finding> judge_in_order(const std::vector<std::string>& wanted, const AgentRecord& record) {
  const std::string expected = joined(wanted) + ", one after the other";
  for (std::size_t agent = 0; agent < record.things.size(); ++agent) {
    std::vector<std::string> started;
    std::string running;
    for (const ChangeRecord& change : record.changes) {
      if (change.agent != agent) {
        continue;
      }
      const std::string& job = change.execution.job;
      if (contract::is_terminal(change.status)) {
        running = running == job ? "" : running;
      } else if (change.status == model::Status::kInProgress && running != job) {
        if (!running.empty()) {
          return model::Finding{false, expected, job + " while " + running + " was IN_PROGRESS"};
        }
        running = job;
        started.push_back(job);
      }
    }
    if (started != wanted) {
      return model::Finding{false, expected, joined(started) + " of " + record.things[agent]};
    }
  }
  return model::Finding{true, expected, expected};
}

Judge make_in_order(base::Settings& settings) {
  settings.shorthand("jobs");
  std::vector<std::string> jobs;
  const base::Node* const node = settings.node({"jobs", "the jobs in their order", "names", base::Need::kRequired});
  if (node != nullptr && (!node->is_list() || node->items.empty())) {
    settings.report("jobs", "\"jobs\" must be a list of jobs, such as [firmware-7, reboot-2]");
  }
  for (const base::Node& item : node != nullptr ? node->items : std::vector<base::Node>()) {
    if (auto job = base::read_text(item, "a job", settings.diagnostics())) {
      jobs.push_back(std::move(*job));
    }
  }
  if (!settings.finish()) {
    return {};
  }
  return [jobs](const AgentRecord& record) { return judge_in_order(jobs, record); };
}

}  // namespace

void declare_in_order(std::vector<CheckKind>& kinds) {
  kinds.push_back({"in-order", "jobs are carried out in this order, one at a time",
                   "The next pending execution is one that is IN_PROGRESS, else the one that was queued first.",
                   "AWS IoT Developer Guide, StartNextPendingJobExecution", "in-order: [firmware-7, reboot-2]",
                   make_in_order});
}

}  // namespace jobrig::life_cycles
