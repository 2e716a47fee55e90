#include "mqtt/jobs_request.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "contract/arguments.h"
#include "contract/body_members.h"
#include "contract/json_document.h"
#include "mqtt/jobs_topic.h"

namespace jobrig::mqtt {
namespace {

using contract::ArgumentRow;
using nlohmann::json;

constexpr std::string_view kTopics =
    "get, start-next, {jobId}/get and {jobId}/update below $aws/things/{thingName}/jobs/";

void note_refusal(model::Call& call, contract::Violation&& violation) {
  if (violation && call.refusal.empty()) {
    call.refusal = std::move(*violation);
  }
}

// The arguments that HTTP has in the query are members of the payload here.
std::vector<ArgumentRow> payload_arguments(const contract::OperationRow& row) {
  std::vector<ArgumentRow> arguments;
  for (ArgumentRow argument : row.arguments) {
    if (argument.in != ArgumentRow::In::kPath) {
      argument.in = ArgumentRow::In::kBody;
      arguments.push_back(argument);
    }
  }
  return arguments;
}

void read_names(const JobsTopic& topic, const contract::OperationRow* row, model::Call& call) {
  static constexpr ArgumentRow kThing{"thingName", ArgumentRow::In::kPath};
  call.job_valid = true;  // default for operations without a job
  note_refusal(call, contract::read_argument(kThing, topic.thing, true, call));
  const ArgumentRow* const job =
      row == nullptr ? nullptr : contract::find_argument(*row, ArgumentRow::In::kPath, "jobId");
  if (job != nullptr) {
    note_refusal(call, contract::read_argument(*job, topic.job, true, call));
  }
}

// Returns the JSON object of the payload. An empty payload counts as an empty object.
json read_object(JobsRequest& request) {
  json object = json::object();
  if (request.payload.empty()) {
    return object;
  }
  if (const auto problem = contract::parse_json(request.payload, object)) {
    note_refusal(request.call, "the payload " + *problem);
    request.refusal_code = "InvalidJson";
    return json::object();
  }
  if (!object.is_object()) {
    note_refusal(request.call, "the payload must be a JSON object");
    return json::object();
  }
  return object;
}

void read_client_token_of(const json& object, JobsRequest& request) {
  std::string token;
  contract::Violation violation = contract::read_text(object, "clientToken", token);
  if (!violation && contract::find_member(object, "clientToken") != nullptr) {
    request.client_token = std::move(token);
  }
  note_refusal(request.call, std::move(violation));
}

void read_arguments(const contract::OperationRow& row, const json& object, JobsRequest& request) {
  const std::vector<ArgumentRow> arguments = payload_arguments(row);
  contract::OperationRow of_payload = row;
  of_payload.arguments = arguments;
  model::Call& call = request.call;
  if (call.refusal.empty()) {
    note_refusal(call, contract::read_body(of_payload, request.payload.empty() ? "{}" : request.payload, call));
  }
  if (*call.operation == model::Operation::kDescribeJobExecution &&
      contract::find_member(object, "includeJobDocument") == nullptr) {
    call.arguments.include_job_document = true;
  }
}

}  // namespace

void parse_jobs_request(std::string_view topic, std::string_view payload, JobsRequest& request) {
  request.topic = topic;
  request.payload = payload;
  model::Call& call = request.call;
  call.context.body = request.payload;
  const std::optional<JobsTopic> parsed = parse_jobs_topic(request.topic);
  const contract::OperationRow* const row =
      parsed && parsed->operation ? &contract::row_of(*parsed->operation) : nullptr;
  if (row == nullptr) {
    call.refusal = "no operation has the topic \"" + request.topic + "\"; the topics are " + std::string(kTopics);
    request.refusal_code = "InvalidTopic";
  } else {
    call.operation = row->operation;
  }
  if (parsed) {
    read_names(*parsed, row, call);
  }
  const json object = read_object(request);
  read_client_token_of(object, request);
  if (row != nullptr) {
    read_arguments(*row, object, request);
  }
}

}  // namespace jobrig::mqtt
