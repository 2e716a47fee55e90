#include "mqtt/jobs_topic.h"

#include <algorithm>
#include <array>

#include "contract/operations.h"
#include "model/mqtt_notices.h"

namespace jobrig::mqtt {
namespace {

constexpr std::string_view kThings = "$aws/things/";
constexpr std::string_view kJobs = "/jobs/";

struct TopicRow {
  std::string_view last;  // the last level
  bool has_job;           // and the job before it
  model::Operation operation;
};

constexpr std::array kTopicRows{
    TopicRow{"get", false, model::Operation::kGetPendingJobExecutions},
    TopicRow{"start-next", false, model::Operation::kStartNextPendingJobExecution},
    TopicRow{"get", true, model::Operation::kDescribeJobExecution},
    TopicRow{"update", true, model::Operation::kUpdateJobExecution},
};

bool is_from_service(std::string_view rest) {
  return rest == "notify" || rest == "notify-next" || rest.ends_with("/accepted") || rest.ends_with("/rejected");
}

std::string jobs_topic(std::string_view thing, std::string_view last) {
  return std::string(kThings) + std::string(thing) + std::string(kJobs) + std::string(last);
}

}  // namespace

std::optional<std::string_view> thing_of_jobs_topic(std::string_view topic) {
  if (!topic.starts_with(kThings)) {
    return std::nullopt;
  }
  topic.remove_prefix(kThings.size());
  const std::size_t slash = topic.find('/');
  const std::string_view thing = topic.substr(0, slash);
  if (slash == std::string_view::npos || !topic.substr(slash).starts_with(kJobs) || thing == "+") {
    return std::nullopt;
  }
  return thing;
}

std::optional<JobsTopic> parse_jobs_topic(std::string_view topic) {
  const std::optional<std::string_view> thing = thing_of_jobs_topic(topic);
  if (!thing) {
    return std::nullopt;
  }
  JobsTopic result{*thing, {}, std::nullopt};
  const std::string_view rest = topic.substr(kThings.size() + thing->size() + kJobs.size());
  if (is_from_service(rest)) {
    return std::nullopt;
  }
  const std::size_t last = rest.find('/');
  const bool has_job = last != std::string_view::npos;
  const std::string_view word = has_job ? rest.substr(last + 1) : rest;
  const auto* const row = std::find_if(kTopicRows.begin(), kTopicRows.end(),
                                       [&](const TopicRow& one) { return one.has_job == has_job && one.last == word; });
  if (row != kTopicRows.end()) {
    result.operation = row->operation;
    result.job = has_job ? rest.substr(0, last) : std::string_view();
  }
  return result;
}

std::vector<JobsTopicRow> jobs_topics() {
  std::vector<JobsTopicRow> rows;
  for (const contract::OperationRow& operation : contract::operations()) {
    for (const TopicRow& topic : kTopicRows) {
      if (topic.operation == operation.operation) {
        rows.push_back({jobs_topic("{thingName}", (topic.has_job ? "{jobId}/" : "") + std::string(topic.last)),
                        operation.name, true});
      }
    }
  }
  for (const model::MqttNotice& notice : model::kMqttNotices) {
    rows.push_back({jobs_topic("{thingName}", notice.topic), notice.name, false});
  }
  return rows;
}

std::string notify_topic(std::string_view thing) { return jobs_topic(thing, "notify"); }
std::string notify_next_topic(std::string_view thing) { return jobs_topic(thing, "notify-next"); }

}  // namespace jobrig::mqtt
