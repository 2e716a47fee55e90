#include "contract/body_arguments.h"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "contract/body_members.h"
#include "contract/statuses.h"

namespace jobrig::contract {
namespace {

using Json = nlohmann::json;

// Shared contract notes, "The other operations": seven days; -1 takes the step time-out back (Update only).
constexpr std::int64_t kMaxStepMinutes = 10080;
// API Reference of StartCommandExecution: targetArn, commandArn and clientToken.
constexpr std::size_t kMaxArn = 2048;
constexpr std::size_t kMaxClientToken = 64;

Violation read_details(const Json& body, std::optional<model::Details>& details) {
  const Json* member = find_member(body, "statusDetails");
  if (member == nullptr) {
    return std::nullopt;
  }
  if (!member->is_object()) {
    return "statusDetails must be a map of strings";
  }
  details.emplace();
  for (const auto& [key, value] : member->items()) {
    if (!value.is_string()) {
      return "a value of statusDetails must be a string";
    }
    const auto& text = value.get_ref<const std::string&>();
    if (Violation violation = check_detail_key(key)) {
      return violation;
    }
    if (Violation violation = check_detail_value(text)) {
      return violation;
    }
    details->emplace_back(key, text);
  }
  return std::nullopt;
}

Violation read_step_minutes(const Json& body, bool may_cancel, std::optional<std::int64_t>& minutes) {
  if (Violation violation = read_integer(body, "stepTimeoutInMinutes", minutes)) {
    return violation;
  }
  const bool cancels = may_cancel && minutes == -1;
  if (minutes && !cancels && (*minutes < 1 || *minutes > kMaxStepMinutes)) {
    return "stepTimeoutInMinutes must be from 1 to 10080" + std::string(may_cancel ? ", or -1 to take it back" : "");
  }
  return std::nullopt;
}

Violation read_status(const Json& body, std::optional<model::Status>& status) {
  std::string word;
  if (Violation violation = read_text(body, "status", word)) {
    return violation;
  }
  if (find_member(body, "status") == nullptr) {
    return "status is required";
  }
  std::string settable;
  for (const StatusRow& row : statuses()) {
    if (row.device_may_set) {
      settable += (settable.empty() ? "" : ", ") + std::string(row.word);
      if (row.word == word) {
        status = row.status;
      }
    }
  }
  return status ? std::nullopt : Violation("status must be one of those that a device may set: " + settable);
}

Violation read_update(const Json& body, model::Call& call) {
  model::Arguments& arguments = call.arguments;
  bool include_document = false;
  if (Violation violation = read_status(body, arguments.status)) {
    return violation;
  }
  if (Violation violation = read_details(body, arguments.details)) {
    return violation;
  }
  if (Violation violation = read_integer(body, "expectedVersion", arguments.expected_version)) {
    return violation;
  }
  if (Violation violation = read_integer(body, "executionNumber", arguments.execution_number)) {
    return violation;
  }
  if (Violation violation = read_boolean(body, "includeJobExecutionState", arguments.include_execution_state)) {
    return violation;
  }
  if (Violation violation = read_boolean(body, "includeJobDocument", include_document)) {
    return violation;
  }
  arguments.include_job_document = include_document;
  return read_step_minutes(body, true, arguments.step_minutes);
}

// `arn:aws:iot:us-east-1:123456789012:thing/NAME` in six parts; the last one may hold colons.
bool split_arn(std::string_view arn, std::string_view& resource) {
  if (!arn.starts_with("arn:") || arn.size() > kMaxArn) {
    return false;
  }
  for (int part = 0; part < 5; ++part) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) {
      return false;
    }
    arn.remove_prefix(colon + 1);
  }
  resource = arn;
  return !arn.empty();
}

Violation read_target(const Json& body, model::Call& call) {
  std::string arn;
  if (Violation violation = read_text(body, "targetArn", arn)) {
    return violation;
  }
  std::string_view resource;
  if (!split_arn(arn, resource) || (!resource.starts_with("thing/") && !resource.starts_with("client/"))) {
    return "targetArn is required and must be the ARN of a thing or a client: "
           "arn:aws:iot:REGION:ACCOUNT:thing/NAME";
  }
  if (!resource.starts_with("thing/")) {
    return std::nullopt;  // a client that is no thing: the scenario cannot know it, so that it is taken as it is
  }
  call.thing_storage = resource.substr(resource.find('/') + 1);
  call.thing = call.thing_storage;
  Violation violation = check_thing_name(call.thing);
  call.thing_valid = !violation;
  return violation;
}

Violation read_command(const Json& body) {
  std::string arn;
  if (Violation violation = read_text(body, "commandArn", arn)) {
    return violation;
  }
  std::string_view resource;
  if (!split_arn(arn, resource) || !resource.starts_with("command/")) {
    return "commandArn is required and must be the ARN of a command: arn:aws:iot:REGION:ACCOUNT:command/ID";
  }
  return std::nullopt;
}

Violation read_parameters(const Json& body) {
  const Json* parameters = find_member(body, "parameters");
  if (parameters == nullptr) {
    return std::nullopt;
  }
  if (!parameters->is_object()) {
    return "parameters must be a map";
  }
  for (const Json& value : *parameters) {
    if (!value.is_object()) {
      return R"(each of parameters must be a map with one typed value, such as {"S": "text"})";
    }
  }
  return std::nullopt;
}

Violation read_client_token(const Json& body, std::string& token) {
  if (Violation violation = read_text(body, "clientToken", token)) {
    return violation;
  }
  if (find_member(body, "clientToken") != nullptr && (token.empty() || token.size() > kMaxClientToken)) {
    return "clientToken must be from 1 to 64 characters long";
  }
  for (const char c : token) {
    if (c < '!' || c > '~') {
      return "clientToken may hold only printable ASCII characters without blanks";
    }
  }
  return std::nullopt;
}

}  // namespace

Violation read_start_next_body(std::string_view text, model::Call& call) {
  if (text.empty()) {
    return std::nullopt;  // every member is optional, and so is the body
  }
  Json body;
  if (Violation violation = parse_object(text, body)) {
    return violation;
  }
  if (Violation violation = read_details(body, call.arguments.details)) {
    return violation;
  }
  return read_step_minutes(body, false, call.arguments.step_minutes);
}

Violation read_update_body(std::string_view text, model::Call& call) {
  Json body;
  if (text.empty()) {
    return "the body is missing; it must at least say the status";
  }
  if (Violation violation = parse_object(text, body)) {
    return violation;
  }
  return read_update(body, call);
}

Violation read_command_body(std::string_view text, model::Call& call) {
  Json body;
  if (text.empty()) {
    return "the body is missing; it must at least say targetArn and commandArn";
  }
  if (Violation violation = parse_object(text, body)) {
    return violation;
  }
  if (Violation violation = read_target(body, call)) {
    return violation;
  }
  if (Violation violation = read_command(body)) {
    return violation;
  }
  if (Violation violation = read_parameters(body)) {
    return violation;
  }
  std::optional<std::int64_t> timeout;
  if (Violation violation = read_integer(body, "executionTimeoutSeconds", timeout)) {
    return violation;
  }
  if (timeout && *timeout < 1) {
    return "executionTimeoutSeconds must be 1 or more";
  }
  if (Violation violation = read_client_token(body, call.arguments.client_token)) {
    return violation;
  }
  body.erase("clientToken");
  call.arguments.command = body.dump(-1, ' ', false, Json::error_handler_t::replace);
  return std::nullopt;
}

}  // namespace jobrig::contract
