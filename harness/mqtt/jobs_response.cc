#include "mqtt/jobs_response.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <nlohmann/json.hpp>

#include "base/json_string.h"
#include "contract/errors.h"
#include "contract/json_document.h"
#include "mqtt/job_document.h"
#include "mqtt/jobs_topic.h"

namespace jobrig::mqtt {
namespace {

using nlohmann::ordered_json;

struct CodeRow {
  std::string_view error;
  std::string_view code;
};

// AWS IoT Developer Guide, "ErrorResponse", code.
constexpr std::array kCodes{
    CodeRow{"InvalidRequestException", "InvalidRequest"},
    CodeRow{"InvalidStateTransitionException", "InvalidStateTransition"},
    CodeRow{"ResourceNotFoundException", "ResourceNotFound"},
    CodeRow{"TerminalStateException", "TerminalStateReached"},
    CodeRow{"ThrottlingException", "RequestThrottled"},
};

struct StatusCode {
  int status;
  std::string_view code;
};

// For errors that MQTT has no name for, and for replies of a scenario that only have a status.
constexpr std::array kCodesOfStatus{StatusCode{404, "ResourceNotFound"}, StatusCode{409, "InvalidStateTransition"},
                                    StatusCode{410, "TerminalStateReached"}, StatusCode{429, "RequestThrottled"}};

std::string_view code_of_status(int status) {
  const auto* const found = std::find_if(kCodesOfStatus.begin(), kCodesOfStatus.end(),
                                         [status](const StatusCode& one) { return one.status == status; });
  if (found != kCodesOfStatus.end()) {
    return found->code;
  }
  return status >= 500 ? "InternalError" : "InvalidRequest";
}

ordered_json parse_body(std::string_view body) {
  return contract::too_deep(body) ? ordered_json() : ordered_json::parse(body, nullptr, false);
}

// An update with a wrong expectedVersion and an illegal transition are one error over HTTP and two over MQTT.
bool is_wrong_version(const JobsRequest& request, const ordered_json& body) {
  const std::optional<std::int64_t>& expected = request.call.arguments.expected_version;
  const ordered_json::json_pointer version("/executionState/versionNumber");
  return expected && body.is_object() && body.contains(version) && body.at(version) != *expected;
}

// `"timestamp":1517016948,"clientToken":"abc"`
std::string closing_members(const std::optional<std::string>& client_token, base::Instant now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
  std::string members = "\"timestamp\":" + std::to_string(seconds);
  if (client_token) {
    members += ",\"clientToken\":";
    base::append_json_string(members, *client_token);
  }
  return members;
}

std::string rejected_payload(const JobsRequest& request, const model::Reply& reply, base::Instant now) {
  const std::string_view code = rejection_code(request, reply);
  const ordered_json body = parse_body(reply.body);
  if (!reply.error.empty() && !body.is_object()) {
    return reply.body;  // a fault made it
  }
  std::string payload = "{\"code\":" + base::json_string(code);
  if (body.is_object() && body.contains("message") && body["message"].is_string()) {
    payload += ",\"message\":" + base::json_string(body["message"].get_ref<const std::string&>());
  }
  payload += ',' + closing_members(request.client_token, now);
  const bool has_state = code == "InvalidStateTransition" || code == "VersionMismatch";
  if (has_state && body.is_object() && body.contains("executionState")) {
    payload +=
        ",\"executionState\":" + body["executionState"].dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  }
  return payload + '}';
}

std::string accepted_payload(const std::optional<std::string>& client_token, std::string_view body, base::Instant now) {
  std::string payload = with_members(with_document_value(body), closing_members(client_token, now));
  return payload.empty() ? std::string(body) : payload;
}

}  // namespace

std::string_view rejection_code(const JobsRequest& request, const model::Reply& reply) {
  if (reply.error.empty()) {
    return code_of_status(reply.http ? reply.http->status : 500);
  }
  if (!request.call.refusal.empty() && !request.refusal_code.empty() && reply.error == "InvalidRequestException") {
    return request.refusal_code;
  }
  if (reply.error == "InvalidStateTransitionException" && is_wrong_version(request, parse_body(reply.body))) {
    return "VersionMismatch";
  }
  const auto* const row =
      std::find_if(kCodes.begin(), kCodes.end(), [&](const CodeRow& one) { return one.error == reply.error; });
  if (row != kCodes.end()) {
    return row->code;
  }
  const contract::ErrorRow* const error = contract::error_named(reply.error);
  return code_of_status(error == nullptr ? 500 : error->status);
}

JobsMessage respond(const JobsRequest& request, const model::Reply& reply, base::Instant now) {
  if (reply.is_error()) {
    return {request.topic + "/rejected", rejected_payload(request, reply, now)};
  }
  return {request.topic + "/accepted", accepted_payload(request.client_token, reply.body, now)};
}

JobsMessage notify(std::string_view thing, std::string_view pending, base::Instant now) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kLists{
      {{"inProgressJobs", "IN_PROGRESS"}, {"queuedJobs", "QUEUED"}}};
  const ordered_json body = parse_body(pending);
  ordered_json jobs = ordered_json::object();
  for (const auto& [member, status] : kLists) {
    const std::string name(member);
    if (body.is_object() && body.contains(name) && !body[name].empty()) {
      jobs[std::string(status)] = body[name];
    }
  }
  return {notify_topic(thing), "{\"jobs\":" + jobs.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + ',' +
                                   closing_members(std::nullopt, now) + '}'};
}

JobsMessage notify_next(std::string_view thing, std::string_view next, base::Instant now) {
  return {notify_next_topic(thing), accepted_payload(std::nullopt, next, now)};
}

}  // namespace jobrig::mqtt
