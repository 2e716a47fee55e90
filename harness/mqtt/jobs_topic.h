// Jobs topic: the topics of AWS IoT Jobs (AWS IoT Developer Guide, "Jobs device MQTT API operations"). It parses names
// only; jobs_request.h reads payloads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/contract_words.h"

namespace jobrig::mqtt {

/// A topic below `$aws/things/{thing}/jobs/` to which devices send requests.
struct JobsTopic {
  std::string_view thing;
  std::string_view job;                       // `$next` stays `$next`; data() == nullptr: the operation has no job
  std::optional<model::Operation> operation;  // absent: no operation has this topic
};

/// Returns nothing for all topics that are not requests to the Jobs service: those elsewhere, and those on which the
/// service itself sends (accepted, rejected, notify, notify-next).
std::optional<JobsTopic> parse_jobs_topic(std::string_view topic);

/// A topic as documentation shows it.
struct JobsTopicRow {
  std::string topic;      // $aws/things/{thingName}/jobs/{jobId}/get
  std::string_view name;  // the operation that a message requests, or the message that the service sends
  bool is_request;        // the response is sent to TOPIC/accepted or TOPIC/rejected
};

/// All topics of requests, in the order of the operations, and those of notifications.
std::vector<JobsTopicRow> jobs_topics();

/// The thing that a topic or filter below `$aws/things/{thing}/jobs/` names, if it is not a wildcard.
std::optional<std::string_view> thing_of_jobs_topic(std::string_view topic);

/// `$aws/things/{thing}/jobs/notify` and `…/notify-next`.
std::string notify_topic(std::string_view thing);
std::string notify_next_topic(std::string_view thing);

}  // namespace jobrig::mqtt
