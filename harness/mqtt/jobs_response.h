// Jobs response: a reply of the planner as a message on a Jobs topic, and the messages that the service sends by itself
// (AWS IoT Developer Guide, "Jobs device MQTT API operations"). It publishes nothing.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "model/reply.h"
#include "mqtt/jobs_request.h"

namespace jobrig::mqtt {

struct JobsMessage {
  std::string topic;
  std::string payload;
};

/// The response: `{topic}/accepted` or `{topic}/rejected`. jobDocument becomes a JSON value if its text is one.
/// timestamp and clientToken are added to the members of the reply, whose bytes are otherwise unchanged. A body that is
/// not a JSON object, which only a scenario or a fault can make, is sent as it is, unless it is an error without a
/// name. `now`: the time of the scenario.
JobsMessage respond(const JobsRequest& request, const model::Reply& reply, base::Instant now);

/// The code in a rejected response: the MQTT name of the error of the reply.
std::string_view rejection_code(const JobsRequest& request, const model::Reply& reply);

/// JobExecutionsChanged. `pending`: the body of a success of GetPendingJobExecutions.
JobsMessage notify(std::string_view thing, std::string_view pending, base::Instant now);

/// NextJobExecutionChanged. `next`: the body of a success of DescribeJobExecution with `$next` and the document.
JobsMessage notify_next(std::string_view thing, std::string_view next, base::Instant now);

}  // namespace jobrig::mqtt
