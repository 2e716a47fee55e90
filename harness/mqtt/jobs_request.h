// Jobs request: a message on a Jobs topic as a call. It looks up nothing; what is wrong with the request is in the
// call, as for requests over HTTP.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/call.h"
#include "model/contract_words.h"

namespace jobrig::mqtt {

/// Not copyable: the call points into topic and payload.
struct JobsRequest {
  std::string topic;
  std::string payload;
  model::Call call;
  std::optional<std::string> client_token;  // to be returned in the response
  /// The code of the response if the call is refused, when it is more precise than InvalidRequest: InvalidTopic or
  /// InvalidJson.
  std::string_view refusal_code;
};

/// Reads the message, whose topic parse_jobs_topic() accepts. Never fails:
/// `call.refusal` says what is wrong. includeJobDocument of DescribeJobExecution is true by default over MQTT, in every
/// edition.
void parse_jobs_request(std::string_view topic, std::string_view payload, JobsRequest& request);

}  // namespace jobrig::mqtt
